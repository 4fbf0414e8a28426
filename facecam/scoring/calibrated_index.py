"""Indices of a gallery that have a threshold: by a calibration, or by plain cosine without one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.scoring.calibration import Calibration
from facecam.scoring.cohort import Cohort
from facecam.scoring.gallery_similarity import gallery_similarity
from facecam.scoring.tail import Tail
from facecam.scoring.template import Templates, templates
from facecam.scoring.template_index import Nearest, TemplateIndex
from facecam.types import Floats


class CalibratedScoring:
    """Builds the indices of galleries under one calibration; the cohort is drawn once.

    Example::

        scoring = CalibratedScoring(find_calibration(model_id))
        index = scoring(snapshot.embeddings, snapshot.person_ids)
        is_named = index.nearest(probes, 1).scores[:, 0] >= index.threshold(1 / 1000)

    Args:
        calibration: of the model whose embeddings are compared.
    """

    def __init__(self, calibration: Calibration) -> None:
        self._cohort = Cohort(calibration.population)
        self._tail = calibration.tail

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> CalibratedIndex:
        """Build the index of a gallery; see ``facecam.scoring.template.templates``."""
        people = templates(embeddings, person_ids, qualities)
        uncalibrated = TemplateIndex(people, self._cohort)
        similarity = gallery_similarity(uncalibrated, embeddings, person_ids, self._tail)
        return CalibratedIndex(uncalibrated, self._tail, similarity)


class CalibratedIndex:
    """A gallery's templates with the threshold of a calibration; never changed.

    Args:
        templates: the people, with scores normalised by the calibration's cohort.
        tail: the calibration's.
        similarity: how many times more often than the calibration expects strangers pass,
            see ``facecam.scoring.gallery_similarity``.
    """

    def __init__(self, templates: TemplateIndex, tail: Tail, similarity: float) -> None:
        self._templates = templates
        self._tail = tail
        self._similarity = similarity

    def nearest(self, embeddings: Floats, count: int) -> Nearest:
        """Return the people most like each face; see ``TemplateIndex.nearest``."""
        return self._templates.nearest(embeddings, count)

    def scores(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: everyone's score; see ``TemplateIndex.scores``."""
        return self._templates.scores(embeddings)

    def similarities(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32: plain cosines; see ``TemplateIndex.similarities``."""
        return self._templates.similarities(embeddings)

    def threshold(self, rate: float) -> float:
        """Return the score above which ``rate`` of the strangers is expected.

        Raises:
            ValueError: ``rate`` is not above 0 and below 1.
        """
        people = len(self._templates.person_ids)
        return self._tail.threshold(rate / self._similarity, people)


PLAIN_THRESHOLD = 0.353
PLAIN_GROWTH = 0.106
"""Measured on LFW with plain cosine similarity: 1 % of the strangers pass 0.353 in a
gallery of one, and 0.647 in one of 596; a straight line in the logarithm between."""


class CosineScoring:
    """Builds the indices of galleries for a model that has no calibration."""

    def __call__(
        self, embeddings: Floats, person_ids: NDArray[np.int64], qualities: Floats | None = None
    ) -> CosineIndex:
        """Build the index of a gallery; see ``facecam.scoring.template.templates``."""
        return CosineIndex(templates(embeddings, person_ids, qualities))


class CosineIndex(TemplateIndex):
    """A gallery's templates, compared by plain cosine, with thresholds measured on one FaceNet."""

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
