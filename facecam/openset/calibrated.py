"""A gallery ready for comparing: scores, and the limit for a promise; without a calibration too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.openset.calibration import Calibration
from facecam.openset.cohort import Cohort
from facecam.openset.crowding import crowding
from facecam.openset.score import Enrolled
from facecam.openset.tail import Tail
from facecam.openset.template import Templates, templates
from facecam.types import Floats


class Calibrated:
    """Enrols galleries under one calibration; the strangers are drawn once."""

    def __init__(self, calibration: Calibration) -> None:
        self._cohort = Cohort(calibration.population)
        self._tail = calibration.tail

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> CalibratedGallery:
        """Enrol people; see ``facecam.openset.template.templates``."""
        people = templates(embeddings, person_ids, qualities)
        return CalibratedGallery(people, embeddings, person_ids, self._cohort, self._tail)


class CalibratedGallery(Enrolled):
    """People enrolled, and the limit that keeps strangers out of them."""

    def __init__(
        self,
        people: Templates,
        embeddings: Floats,
        person_ids: NDArray[np.int64],
        cohort: Cohort,
        tail: Tail,
    ) -> None:
        super().__init__(people, cohort)
        self._tail = tail
        self._crowding = crowding(self, embeddings, person_ids, tail)

    def limit(self, rate: float) -> float:
        """Return the score above which ``rate`` of the strangers is expected."""
        return self._tail.limit(rate / self._crowding, len(self.person_ids))


PLAIN_LIMIT = 0.353
PLAIN_GROWTH = 0.106
"""Measured on LFW with plain cosine similarity: 1 % of the strangers pass 0.353 in a
gallery of one, and 0.647 in one of 596; a straight line in the logarithm between."""


class Uncalibrated:
    """Enrols galleries of a model that has no calibration: plain cosine similarity."""

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> PlainGallery:
        """Enrol people; see ``facecam.openset.template.templates``."""
        return PlainGallery(templates(embeddings, person_ids, qualities))


class PlainGallery(Enrolled):
    """People enrolled, compared by plain cosine; the limit is another FaceNet's."""

    def __init__(self, people: Templates) -> None:
        super().__init__(people, None)

    def limit(self, rate: float) -> float:
        """Return the cosine, at most 0.9, that about ``rate`` of the strangers pass.

        Raises:
            ValueError: ``rate`` is not above 0 and below 1.
        """
        if not 0 < rate < 1:
            raise ValueError(f"no limit for rate {rate}")
        strangers = len(self.person_ids) * 0.01 / rate
        return min(PLAIN_LIMIT + PLAIN_GROWTH * float(np.log10(strangers)), 0.9)
