"""Makes a model's calibration from a collection of people's embeddings.

The level of each person is taken from strangers fitted on other people: judged
by a population that they belong to themselves, strangers would seem to be
kept out two to three times as well as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.errors import UsageError
from facecam.scoring.calibration import Calibration
from facecam.scoring.cohort import Cohort
from facecam.scoring.population import fit_population
from facecam.scoring.tail import Tail
from facecam.scoring.template_index import SAMPLES_COST
from facecam.types import Floats
from facecam.vectors import unit

PARTS = 8
GALLERIES = 60
"""How many galleries are drawn of each size and number of samples."""
SIZES = (5, 15, 50, 150)
SAMPLES = (1, 2, 3)
LEAST_PEOPLE = 100
RATES = np.geomspace(0.1, 3e-4, 20)
"""At these rates the model of the tail is fitted."""
LEAST_STRANGERS = 10
"""A rate is measured if so many strangers are named at it."""
OPTIMISM = 1.3
"""How many times the promised rate strangers of other people were named at, fitted on
half of LFW's development people and measured on the other, mean over random halves:
what is promised is held to by promising so much less."""


@dataclass(frozen=True, slots=True, eq=False)
class _Collection:
    embeddings: Floats
    people: NDArray[np.intp]
    part: NDArray[np.intp]
    cohorts: list[Cohort]
    levels: Floats


def fit(model_id: str, embeddings: Floats, people: NDArray[np.int64]) -> Calibration:
    """Fit a calibration.

    Args:
        model_id: the network that made the embeddings.
        embeddings: ``(n, d)`` float32, rows of length 1.
        people: ``(n,)`` who each row shows.

    Raises:
        UsageError: there are fewer than 100 people, too few with two pictures, or none
            that say anything about strangers.
    """
    count = len(np.unique(people))
    refuse_too_few(count)
    tail = _fit_tail(_cross_fitted(embeddings, people))
    return Calibration(model_id, fit_population(embeddings, people), tail, count)


def refuse_too_few(people: int) -> None:
    """Check that a collection shows enough people.

    Raises:
        UsageError: it does not.
    """
    if people < LEAST_PEOPLE:
        raise UsageError(f"A calibration needs pictures of {LEAST_PEOPLE} people, not {people}.")


def _cross_fitted(embeddings: Floats, people: NDArray[np.int64]) -> _Collection:
    _, person = np.unique(people, return_inverse=True)
    order = np.random.default_rng(1).permutation(person.max() + 1)
    part = (order % PARTS)[person]
    cohorts = [
        Cohort(fit_population(embeddings[part != k], person[part != k])) for k in range(PARTS)
    ]
    levels = np.empty(len(embeddings), np.float32)
    for k, cohort in enumerate(cohorts):
        levels[part == k] = cohort.level(embeddings[part == k])
    return _Collection(embeddings, person, part, cohorts, levels)


def _fit_tail(collection: _Collection) -> Tail:
    rows, values = [], []
    for size in SIZES:
        for samples in SAMPLES:
            best = list(_galleries(collection, size, samples))
            if not best:
                continue
            scores = np.concatenate(best)
            rates = RATES[RATES * len(scores) >= LEAST_STRANGERS]
            thresholds = np.quantile(scores, 1 - rates)
            rows.append(
                np.stack(
                    [
                        thresholds**2,
                        thresholds,
                        np.ones_like(thresholds),
                        np.full_like(thresholds, np.log10(size)),
                    ],
                    axis=1,
                )
            )
            values.append(np.log10(-np.log1p(-rates)))
    if not rows:
        raise UsageError(
            f"A calibration needs at least {SIZES[0]} people with two pictures or more."
        )
    curve, slope, height, growth = least_squares(np.concatenate(rows), np.concatenate(values))
    try:
        return Tail(curve, slope, height + float(np.log10(OPTIMISM)), growth)
    except ValueError as error:
        raise UsageError(
            "These pictures do not show how strangers' scores fall off: use pictures of more "
            "people, or of people less alike."
        ) from error


def least_squares(
    rows: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Fit the numbers of a ``Tail``; a curve that bends upwards would let strangers in.

    Args:
        rows: ``(n, 4)`` the threshold squared, the threshold, 1, and log10 of the people.
        values: ``(n,)`` log10(-ln(1 - rate)) at each.

    Returns:
        curve, slope, height and growth; the curve is flat where it would bend upwards.
    """
    grows = len(set(rows[:, 3])) > 1  # one size of gallery says nothing of growth: it is 1 then
    columns, wanted = (rows, values) if grows else (rows[:, :3], values - rows[:, 3])
    fitted = np.linalg.lstsq(columns, wanted)[0]
    if fitted[0] > 0:
        fitted = np.append(0.0, np.linalg.lstsq(columns[:, 1:], wanted)[0])
    curve, slope, height, growth = map(float, fitted if grows else np.append(fitted, 1.0))
    return curve, slope, height, growth


def _galleries(collection: _Collection, size: int, samples: int) -> Iterator[Floats]:
    """Yield the best scores of everybody else in galleries drawn at random."""
    pictures = np.bincount(collection.people)
    candidates = np.flatnonzero(pictures > samples)
    if len(candidates) < size or len(pictures) < 2 * size:
        return
    rng = np.random.default_rng(size * 10 + samples)
    for _ in range(GALLERIES):
        chosen = rng.choice(candidates, size, replace=False)
        rows = np.stack(
            [rng.permutation(np.flatnonzero(collection.people == p))[:samples] for p in chosen]
        )
        strangers = ~np.isin(collection.people, chosen)
        yield _best_scores(collection, rows, strangers)


def _best_scores(
    collection: _Collection, rows: NDArray[np.intp], strangers: NDArray[np.bool_]
) -> Floats:
    means = unit(collection.embeddings[rows].mean(axis=1))
    levels = np.empty(len(means), np.float32)
    parts = collection.part[rows[:, 0]]
    for k in np.unique(parts):
        levels[parts == k] = collection.cohorts[k].level(means[parts == k])
    levels += SAMPLES_COST * np.log10(rows.shape[1])
    scores = collection.embeddings[strangers] @ means.T
    best: Floats = (scores - levels[None]).max(axis=1) - collection.levels[strangers]
    return best
