"""Who a track is, from all its embeddings together."""

from __future__ import annotations

import numpy as np

from facecam.types import NOT_JUDGED, Decision, FaceSample, Floats, Match, Reason

MEMORY = 0.9
"""What an earlier embedding's weight is worth when the next one comes."""


class Identity:
    """A track's embeddings, fused, and the answer they gave.

    The fused vector is the mean of the embeddings, weighted by quality and
    fading with age, so that one odd frame does not change the answer. Owned by
    the worker's thread.

    Attributes:
        samples: how many embeddings were fused.
        embedded_at: the moment of the frame last embedded, seconds.
        refused_at: that of the frame in which the face last could not be judged.
        best: the sample of the best quality of late, for enrolment, or None.
        best_quality: its quality, fading with age; 0 before the first.
        best_visibility: of the embedding whose face could be seen best, fading alike.
        match: the answer.
    """

    def __init__(self) -> None:
        self.samples = 0
        self.embedded_at = -np.inf
        self.refused_at = -np.inf
        self.best: FaceSample | None = None
        self.best_quality = 0.0
        self.best_visibility = 0.0
        self.match: Match = NOT_JUDGED
        self._sum: Floats | None = None

    @property
    def embedding(self) -> Floats | None:
        """The fused embedding, ``(d,)`` float32 of length 1; None before the first."""
        if self._sum is None:
            return None
        unit: Floats = self._sum / np.maximum(np.linalg.norm(self._sum), 1e-12)
        return unit

    def add(self, sample: FaceSample, quality: float, visibility: float, at: float) -> None:
        """Take in an embedding.

        Args:
            sample: the crop and its embedding.
            quality: above 0, up to 1; its weight.
            visibility: how well the face could be seen, known before it was cut out.
            at: the frame's moment, seconds.
        """
        weighted = (sample.embedding * np.float32(quality)).astype(np.float32)
        self._sum = weighted if self._sum is None else (self._sum * MEMORY + weighted)
        self.best_quality *= MEMORY
        if quality >= self.best_quality:
            self.best, self.best_quality = sample, quality
        self.best_visibility = max(self.best_visibility * MEMORY, visibility)
        self.samples += 1
        self.embedded_at = at

    def refuse(self, reason: Reason, at: float) -> None:
        """Take note that the face could not be judged as it was seen; earlier answers stay."""
        self.refused_at = at
        if self.samples == 0:
            self.match = Match(Decision.NOT_JUDGED, reason=reason)
