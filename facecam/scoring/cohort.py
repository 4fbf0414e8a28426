"""How similar a vector is to strangers: what score normalisation subtracts.

A blurred face, or one of a kind of which there are many, is similar to
everybody. Half the mean similarity to the nearest strangers is taken off, once
for the face and once for the person enrolled. Sources: Auckenthaler, Carey and
Lloyd-Thomas, "Score Normalization for Text-Independent Speaker Verification
Systems", 2000 (T-norm); Matějka et al., "Analysis of Score Normalization in
Multilingual Speaker Recognition", 2017 (adaptive S-norm, of which this keeps
the means; dividing by the standard deviation made it worse here).
"""

from __future__ import annotations

import numpy as np

from facecam.scoring.candidates import main_directions
from facecam.scoring.population import Population
from facecam.types import Floats

STRANGERS = 2000
NEAREST = 20
SEED = 3
BATCH_SIZE = 1024
"""So many vectors at a time take 8 MB, however many there are."""


class Cohort:
    """Strangers drawn from a population, by whom scores are normalised.

    Args:
        population: what strangers' embeddings are like.
    """

    def __init__(self, population: Population) -> None:
        strangers = population.draw(STRANGERS, SEED)
        self._axes = main_directions(strangers)
        self._strangers = strangers @ self._axes

    def level(self, vectors: Floats) -> Floats:
        """Return ``(n,)`` float32: half the mean similarity of each row to its nearest strangers.

        Args:
            vectors: ``(n, d)`` float32, rows of length 1.
        """
        level = np.empty(len(vectors), np.float32)
        for start in range(0, len(vectors), BATCH_SIZE):
            some = slice(start, start + BATCH_SIZE)
            similarities = (vectors[some] @ self._axes) @ self._strangers.T
            nearest = np.partition(similarities, STRANGERS - NEAREST, axis=1)[:, -NEAREST:]
            level[some] = 0.5 * nearest.mean(axis=1)
        return level
