"""Who a track is, from all its embeddings together."""

from __future__ import annotations

import numpy as np

from facecam.types import NOT_JUDGED, Decision, FaceSample, Floats, Match, Reason

MEMORY = 0.9
"""What an earlier embedding's weight is worth when the next one comes."""
ANOTHER_FACE = 0.25
"""An embedding less like the fused one may be another face's. Of pairs of LFW's pictures
91 of 100 that show two people are, and 2 of 1,000 that show one; with one of the two
blurred, tiny or dark it is 92 of 100, and 1 of 100."""


class Identity:
    """A track's embeddings, fused, and the answer they gave.

    The fused vector is the mean of the embeddings, weighted by quality and
    fading with age, so that one outlier frame does not change the answer. Two outliers
    in a row that agree with each other do: the track has passed to another person, and
    the identity starts again from those two. Owned by the worker's thread.

    Example::

        identity = Identity()
        identity.add(sample, visibility(detection), frame.timeline_s)
        [identity.match] = matcher.match(identity.embedding[None])

    Attributes:
        samples: how many embeddings were fused.
        embedded_at: ``timeline_s`` of the frame last embedded.
        refused_at: that of the frame in which the face last could not be judged.
        best: the sample of the best quality of late, for enrolment; None while there
            were fast embeddings only.
        best_visibility: how well the face could be seen at best, of those embedded,
            fading with age as weights do.
        match: the answer.
    """

    def __init__(self) -> None:
        self.embedded_at = -np.inf
        self.refused_at = -np.inf
        self._begin()

    def _begin(self) -> None:
        self.samples = 0
        self.best: FaceSample | None = None
        self.best_visibility = 0.0
        self.match: Match = NOT_JUDGED
        self._best_quality = 0.0
        self._sum: Floats | None = None
        self._outlier: tuple[FaceSample, float] | None = None

    @property
    def embedding(self) -> Floats | None:
        """The fused embedding, ``(d,)`` float32 of length 1; None before the first."""
        if self._sum is None:
            return None
        unit: Floats = self._sum / np.maximum(np.linalg.norm(self._sum), 1e-12)
        return unit

    @property
    def is_new(self) -> bool:
        """Whether nothing has been said of the face yet, not even that it cannot be judged."""
        return self.samples == 0 and self.match is NOT_JUDGED

    @property
    def has_outlier(self) -> bool:
        """Whether the last embedding was an outlier, so that another is wanted at once."""
        return self._outlier is not None

    @property
    def is_unsure(self) -> bool:
        """Whether the answer is UNSURE."""
        return self.match.decision is Decision.UNSURE

    def add(
        self, sample: FaceSample, visibility: float, at: float, *, is_fast: bool = False
    ) -> None:
        """Fuse one more embedding, weighted by its quality, or hold it back as an outlier.

        Args:
            sample: the crop and its embedding.
            visibility: how well the face could be seen, known before it was cut out.
            at: the frame's ``timeline_s``.
            is_fast: whether the embedding is a quick one, not to be enrolled.
        """
        self.embedded_at = at
        outlier = self._outlier
        fused = self.embedding
        if fused is None or _are_one(fused, sample.embedding):
            self._outlier = None
        elif outlier is None or not _are_one(outlier[0].embedding, sample.embedding):
            self._outlier = (sample, visibility)
            return
        else:
            self._begin()
            self._fuse(*outlier, is_fast=False)
        self._fuse(sample, visibility, is_fast=is_fast)

    def refuse(self, reason: Reason, at: float) -> None:
        """Take note that the face could not be judged as it was seen; earlier answers stay."""
        self.refused_at = at
        if self.samples == 0:
            self.match = Match(Decision.NOT_JUDGED, reason=reason)

    def _fuse(self, sample: FaceSample, visibility: float, *, is_fast: bool) -> None:
        weighted = (sample.embedding * np.float32(sample.quality)).astype(np.float32)
        self._sum = weighted if self._sum is None else (self._sum * MEMORY + weighted)
        self._best_quality *= MEMORY
        if sample.quality >= self._best_quality and not is_fast:
            self.best, self._best_quality = sample, sample.quality
        self.best_visibility = max(self.best_visibility * MEMORY, visibility)
        self.samples += 1


def _are_one(first: Floats, second: Floats) -> bool:
    """Tell whether two embeddings are alike enough to be of one face."""
    return bool(first @ second >= ANOTHER_FACE)
