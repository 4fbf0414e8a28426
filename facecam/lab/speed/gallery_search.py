"""How fast the nearest people are found in galleries of many sizes, and whether it is they.

The people are drawn from the population that the model's calibration describes,
so that they are as alike as real people's embeddings are; a known face is as
like its person as two pictures of one person are on LFW.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.lab.memory import resident_mb
from facecam.scoring.calibration import Calibration
from facecam.scoring.cohort import Cohort
from facecam.scoring.population import Population
from facecam.scoring.template import templates
from facecam.scoring.template_index import TemplateIndex
from facecam.types import Floats
from facecam.vectors import unit

FACES = 5
"""How many are looked for at once: those of a frame."""
PROBES = 200
"""How many known faces are looked for, and how many strangers' faces."""
LIKENESS = 0.69
"""The cosine similarity of two pictures of one person, its mean on LFW."""
MB = 2.0**20
_TOGETHER = 20_000


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """What searching a gallery of one size gave.

    Attributes:
        people: how many are enrolled, with one sample each.
        search: how they are searched.
        top1_ms: the time in which the nearest people of five faces are found, median.
        top1_p95_ms: the same that 19 of 20 searches take at most.
        recall_known: of faces of people enrolled, how many found whom comparing
            with everyone finds, too.
        recall_strangers: the same of strangers' faces.
        ready_s: how long the gallery took to be made ready.
        embeddings_mb: memory of the people's embeddings, MiB.
        memory_mb: memory in use once the gallery was ready, less what was in use
            before, MiB; None where the system does not say.
    """

    people: int
    search: str
    top1_ms: float
    top1_p95_ms: float
    recall_known: float
    recall_strangers: float
    ready_s: float
    embeddings_mb: float
    memory_mb: float | None


def search_gallery(people: int, calibration: Calibration, seed: int = 0) -> SearchFigures:
    """Enrol so many people and search among them.

    Args:
        people: how many, at least 1.
        calibration: whose population they are drawn from.
        seed: of the drawing.
    """
    population = calibration.population
    cohort = Cohort(population)
    before_mb = resident_mb()
    embeddings = _draw(population, people, seed)
    began_at = time.perf_counter()
    gallery = TemplateIndex(templates(embeddings, np.arange(people)), cohort)
    ready_s = time.perf_counter() - began_at
    now_mb = resident_mb()
    known, _ = other_pictures(population, embeddings, seed + 1)
    strangers = population.draw(PROBES, seed + 2)
    times_ms = _times_ms(gallery, np.concatenate([known, strangers]))
    return SearchFigures(
        people,
        gallery.search.name,
        float(np.median(times_ms)),
        float(np.quantile(times_ms, 0.95)),
        _recall(gallery, known),
        _recall(gallery, strangers),
        ready_s,
        embeddings.nbytes / MB,
        None if now_mb is None or before_mb is None else now_mb - before_mb,
    )


def _draw(population: Population, people: int, seed: int) -> Floats:
    embeddings = np.empty((people, population.means.shape[1]), np.float32)
    for start in range(0, people, _TOGETHER):
        some = embeddings[start : start + _TOGETHER]
        some[:] = population.draw(len(some), seed=[seed, start])
    return embeddings


def other_pictures(
    population: Population, embeddings: Floats, seed: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Draw faces of people enrolled, away from them as the population spreads.

    Args:
        population: whose covariance it is.
        embeddings: ``(people, d)`` the enrolled ones.
        seed: of the drawing.

    Returns:
        ``(PROBES, d)`` float32, rows of length 1 at ``LIKENESS`` to the enrolled
        ones, and ``(PROBES,)`` whose they are.
    """
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, len(embeddings), PROBES)
    own = embeddings[rows]
    root = population.covariance_root
    noise = rng.standard_normal((PROBES, len(root))) @ root
    across = unit(noise - (noise * own).sum(axis=1, keepdims=True) * own)
    return unit(LIKENESS * own + np.sqrt(1 - LIKENESS**2) * across), rows


def _times_ms(gallery: TemplateIndex, faces: Floats) -> list[float]:
    times_ms = []
    for start in range(0, len(faces), FACES):
        began_at = time.perf_counter()
        gallery.nearest(faces[start : start + FACES], 1)
        times_ms.append((time.perf_counter() - began_at) * 1000)
    return times_ms


def _recall(gallery: TemplateIndex, faces: Floats) -> float:
    found = gallery.nearest(faces, 1).person_ids[:, 0]
    parts = [faces[start : start + FACES] for start in range(0, len(faces), FACES)]
    wanted = np.concatenate([gallery.scores(part).argmax(axis=1) for part in parts])
    return float((found == gallery.person_ids[wanted]).mean())
