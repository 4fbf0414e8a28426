"""Following the faces of one source: where each is in every frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from facecam.track.pace import STEPS, Pace
from facecam.track.schedule import KeyFrames
from facecam.track.tracker import Track, Tracker
from facecam.types import Detection, Floats, Frame, Image

LEAST_FACE = 0.5
"""The probability with which a face followed still counts as seen. Lower than for
a new face: where one was a moment ago, one is likely."""
LONGEST_STEP_S = 0.8
"""Frames further apart, such as a folder's pictures, say nothing about where a face went."""


class Detector(Protocol):
    """Finds faces."""

    def detect(self, image: Image, coarseness: float = 1.0) -> list[Detection]:
        """Return the faces of an RGB picture of any size.

        Args:
            image: ``(height, width, 3)`` uint8, RGB.
            coarseness: the smallest face looked for, as a multiple of the usual.
        """

    def refine(self, image: Image, boxes: Floats, threshold: float) -> list[Detection | None]:
        """Return the face at each of ``(n, 4)`` expected boxes, or None where none is."""


class Follower:
    """The tracks of one source. Owned by the worker's thread.

    The whole picture is searched on key frames only; between them each face is
    looked for where it should be.

    Args:
        detector: finds the faces.

    Attributes:
        pace: how often and how finely the whole picture may be searched.
    """

    def __init__(self, detector: Detector) -> None:
        self.pace: Pace = STEPS[0]
        self._detector = detector
        self._tracker = Tracker()
        self._key_frames = KeyFrames()
        self._last_at = -np.inf

    @property
    def tracks(self) -> Sequence[Track]:
        """All tracks alive, oldest first; among them some not seen in the last frame."""
        return self._tracker.tracks

    @property
    def present(self) -> list[Track]:
        """The tracks seen in the last frame, oldest first."""
        return [track for track in self._tracker.tracks if track.misses == 0]

    def follow(self, frame: Frame) -> bool:
        """Take in the source's next frame.

        Returns:
            Whether the frame stands alone: it is the first, or long after the last.
        """
        at, image, tracker = frame.moment, frame.image, self._tracker
        elapsed, self._last_at = at - self._last_at, at
        alone = not 0 <= elapsed <= LONGEST_STEP_S
        if self._key_frames.is_cut(image) or alone:
            tracker.clear()
            self._search(image, at)
        elif self._key_frames.is_due(at, tracker.tracks, self.pace.key_interval_s):
            self._search(image, at)
        else:
            expected = tracker.expected(at)
            tracker.update_each(self._detector.refine(image, expected, LEAST_FACE), at)
        return alone

    def _search(self, image: Image, at: float) -> None:
        self._tracker.update_all(self._detector.detect(image, self.pace.coarseness), at)
        self._key_frames.searched(at)
