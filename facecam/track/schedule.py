"""When to search the whole picture, and which face is worth an embedding now."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from facecam.track.identity import Identity
from facecam.track.tracker import Track
from facecam.types import Image

KEY_INTERVAL_S = 0.2
STILL_KEY_INTERVAL_S = 0.3
CUT_DIFFERENCE = 32.0
THUMBNAIL = (32, 18)


class KeyFrames:
    """Chooses the frames on which the whole picture is searched.

    The first frame; every ``KEY_INTERVAL_S`` while faces come or go, less often
    while none does; at once when a face was lost or the picture was cut.
    """

    def __init__(self) -> None:
        self._last_at = -np.inf
        self._interval = KEY_INTERVAL_S
        self._thumbnail: Image | None = None

    def is_cut(self, image: Image) -> bool:
        """Tell whether ``image`` (RGB) has nothing to do with the last picture asked about."""
        thumbnail = np.asarray(
            cv2.resize(image[::4, ::4], THUMBNAIL, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
        before, self._thumbnail = self._thumbnail, thumbnail
        return before is not None and float(cv2.absdiff(before, thumbnail).mean()) > CUT_DIFFERENCE

    def is_due(self, at: float, tracks: Iterable[Track]) -> bool:
        """Tell whether the picture at a time should be searched as a whole."""
        return at - self._last_at >= self._interval or any(track.misses for track in tracks)

    def searched(self, at: float, changed: bool) -> None:
        """Take note of a search, and whether it found faces come or gone."""
        self._last_at = at
        self._interval = KEY_INTERVAL_S if changed else STILL_KEY_INTERVAL_S


REFRESH_S = 1.0
ENOUGH_SAMPLES = 3


def next_to_embed(
    faces: Iterable[tuple[Track, Identity]], at: float
) -> tuple[Track, Identity] | None:
    """Choose the face to embed now: new ones, then little known ones, then the oldest.

    Returns:
        The choice, or None when every face is known well and recently enough.
    """

    def urgency(face: tuple[Track, Identity]) -> tuple[bool, bool, float]:
        identity = face[1]
        return (
            identity.samples == 0,
            identity.samples < ENOUGH_SAMPLES,
            at - identity.embedded_at,
        )

    waiting = [
        face
        for face in faces
        if face[0].misses == 0
        and (face[1].samples < ENOUGH_SAMPLES or at - face[1].embedded_at >= REFRESH_S)
    ]
    return max(waiting, key=urgency, default=None)
