"""A face compared with everyone enrolled: one normalised score a person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.openset.cohort import Cohort
from facecam.types import Floats
from facecam.vectors import unit

SAMPLES_COST = 0.04
"""The mean of several samples lies nearer to everyone, strangers too: taken off
for each ten-fold of samples, it lets one limit hold for all people."""


class Enrolled:
    """The people of a gallery, made ready for comparing; never changed.

    A person is the mean of their samples: with three samples, the nearest
    sample instead finds 1.5 of 100 fewer at the limit that 1 % of strangers pass.

    Attributes:
        person_ids: ``(people,)`` int64, ascending.
    """

    def __init__(self, embeddings: Floats, person_ids: NDArray[np.int64], cohort: Cohort) -> None:
        self.person_ids, self._means, samples = person_means(embeddings, person_ids)
        self._cohort = cohort
        self._levels = cohort.level(self._means) + SAMPLES_COST * np.log10(samples)

    def scores(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: similarity beyond what a stranger would have.

        Args:
            embeddings: ``(n, d)`` float32, rows of length 1.
        """
        faces = self._cohort.level(embeddings)
        scores: Floats = (
            self.similarities(embeddings) - faces[:, None] - self._levels[None]
        ).astype(np.float32)
        return scores

    def similarities(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: the plain cosine with each person's mean."""
        plain: Floats = embeddings @ self._means.T
        return plain


def person_means(
    embeddings: Floats, person_ids: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64]]:
    """Return what stands for each person.

    Args:
        embeddings: ``(n, d)`` float32, rows of length 1.
        person_ids: ``(n,)`` who each row shows.

    Returns:
        The people's ids ``(people,)``, ascending; their mean directions
        ``(people, d)`` float32, rows of length 1; how many samples each has.
    """
    ids, person, samples = np.unique(person_ids, return_inverse=True, return_counts=True)
    sums = np.zeros((len(ids), embeddings.shape[1]), np.float32)
    np.add.at(sums, person, embeddings)
    return ids, unit(sums), samples
