"""Faces compared with the templates of a gallery: one normalised score a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.scoring.candidates import search_among
from facecam.scoring.cohort import Cohort
from facecam.scoring.template import Templates
from facecam.types import Floats

SAMPLES_COST = 0.04
"""The mean of several samples lies nearer to everyone, strangers too: taken off
for each ten-fold of samples, it lets one threshold hold for all people."""
BATCH_SIZE = 64
"""So many faces are compared at a time, which keeps memory small while a gallery is prepared."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """The people most like each of n faces, the nearest first.

    Attributes:
        person_ids: ``(n, k)`` int64.
        scores: ``(n, k)`` float32, similarity beyond what a stranger would have.
        similarities: ``(n, k)`` float32, the plain cosine with the person's template.
    """

    person_ids: NDArray[np.int64]
    scores: Floats
    similarities: Floats


class TemplateIndex:
    """The templates of a gallery, prepared for comparing; never changed.

    Example::

        index = TemplateIndex(templates(embeddings, person_ids), Cohort(population))
        nearest = index.nearest(probes, 2)
        print(nearest.person_ids[:, 0], nearest.scores[:, 0])

    Args:
        people: the templates.
        cohort: whom scores are normalised by; without one they are plain cosines.

    Attributes:
        person_ids: ``(people,)`` int64, ascending.
        search: what finds the candidates among them.
    """

    def __init__(self, people: Templates, cohort: Cohort | None) -> None:
        self.person_ids = people.person_ids
        self._templates = people.vectors
        self._cohort = cohort
        self._levels = self._level(people.vectors)
        if cohort is not None:
            self._levels += SAMPLES_COST * np.log10(people.samples)
        self.search = search_among(self._templates, self._levels)

    def nearest(self, embeddings: Floats, count: int) -> Nearest:
        """Return the people most like each face.

        Args:
            embeddings: ``(n, d)`` float32, rows of length 1, n at least 1.
            count: how many for each; fewer where fewer are enrolled.
        """
        parts = [
            self._nearest(embeddings[start : start + BATCH_SIZE], count)
            for start in range(0, len(embeddings), BATCH_SIZE)
        ]
        return Nearest(
            np.concatenate([part.person_ids for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.similarities for part in parts]),
        )

    def _nearest(self, embeddings: Floats, count: int) -> Nearest:
        rows = self.search.candidates(embeddings)
        similarities = np.einsum("nd,nkd->nk", embeddings, self._templates[rows])
        scores = similarities - self._levels[rows] - self._level(embeddings)[:, None]
        scores[rows < 0] = -np.inf
        order = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        return Nearest(
            *(
                np.take_along_axis(part, order, axis=1)
                for part in (self.person_ids[rows], scores, similarities)
            )
        )

    def scores(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: everyone's score.

        Args:
            embeddings: ``(n, d)`` float32, rows of length 1.
        """
        faces = self._level(embeddings)
        scores: Floats = self.similarities(embeddings) - faces[:, None] - self._levels
        return scores

    def similarities(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: the plain cosine with each person's template."""
        plain: Floats = embeddings @ self._templates.T
        return plain

    def _level(self, vectors: Floats) -> Floats:
        if self._cohort is None:
            return np.zeros(len(vectors), np.float32)
        return self._cohort.level(vectors)
