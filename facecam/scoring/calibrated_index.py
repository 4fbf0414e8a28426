"""A gallery ready for comparing: scores and thresholds, with a calibration or without."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.scoring.calibration import Calibration
from facecam.scoring.cohort import Cohort
from facecam.scoring.gallery_similarity import gallery_similarity
from facecam.scoring.tail import Tail
from facecam.scoring.template import Templates, templates
from facecam.scoring.template_index import TemplateIndex
from facecam.types import Floats


class CalibratedScoring:
    """Enrols galleries under one calibration; the strangers are drawn once."""

    def __init__(self, calibration: Calibration) -> None:
        self._cohort = Cohort(calibration.population)
        self._tail = calibration.tail

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> CalibratedIndex:
        """Enrol people; see ``facecam.scoring.template.templates``."""
        people = templates(embeddings, person_ids, qualities)
        return CalibratedIndex(people, embeddings, person_ids, self._cohort, self._tail)


class CalibratedIndex(TemplateIndex):
    """People enrolled, and the threshold that keeps strangers out of them."""

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
        self._similarity = gallery_similarity(self, embeddings, person_ids, tail)

    def threshold(self, rate: float) -> float:
        """Return the score above which ``rate`` of the strangers is expected."""
        return self._tail.threshold(rate / self._similarity, len(self.person_ids))


PLAIN_THRESHOLD = 0.353
PLAIN_GROWTH = 0.106
"""Measured on LFW with plain cosine similarity: 1 % of the strangers pass 0.353 in a
gallery of one, and 0.647 in one of 596; a straight line in the logarithm between."""


class CosineScoring:
    """Enrols galleries of a model that has no calibration: plain cosine similarity."""

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> CosineIndex:
        """Enrol people; see ``facecam.scoring.template.templates``."""
        return CosineIndex(templates(embeddings, person_ids, qualities))


class CosineIndex(TemplateIndex):
    """People enrolled, compared by plain cosine; the threshold is another FaceNet's."""

    def __init__(self, people: Templates) -> None:
        super().__init__(people, None)

    def threshold(self, rate: float) -> float:
        """Return the cosine, at most 0.9, that about ``rate`` of the strangers pass.

        Raises:
            ValueError: ``rate`` is not above 0 and below 1.
        """
        if not 0 < rate < 1:
            raise ValueError(f"no threshold for rate {rate}")
        strangers = len(self.person_ids) * 0.01 / rate
        return min(PLAIN_THRESHOLD + PLAIN_GROWTH * float(np.log10(strangers)), 0.9)
