"""A gallery under a calibration: scores, and the limit for a promise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.openset.calibration import Calibration
from facecam.openset.cohort import Cohort
from facecam.openset.score import Enrolled
from facecam.openset.tail import Tail
from facecam.types import Floats


class Calibrated:
    """Enrols galleries under one calibration; the strangers are drawn once."""

    def __init__(self, calibration: Calibration) -> None:
        self._cohort = Cohort(calibration.population)
        self._tail = calibration.tail

    def __call__(self, embeddings: Floats, person_ids: NDArray[np.int64]) -> CalibratedGallery:
        """Enrol ``(n, d)`` samples of ``(n,)`` people."""
        return CalibratedGallery(embeddings, person_ids, self._cohort, self._tail)


class CalibratedGallery(Enrolled):
    """People enrolled, and the limit that keeps strangers out of them."""

    def __init__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], cohort: Cohort, tail: Tail
    ) -> None:
        super().__init__(embeddings, person_ids, cohort)
        self._tail = tail

    def limit(self, rate: float) -> float:
        """Return the score above which ``rate`` of the strangers is expected."""
        return self._tail.limit(rate, len(self.person_ids))
