"""When to search the whole picture, and which face is worth an embedding now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.track.identity import Identity
from facecam.track.tracker import Track
from facecam.types import Floats, Image

STILL_KEY_INTERVAL_S = 0.5
"""How long a picture in which nothing moves is not searched again."""
CUT_DIFFERENCE = 32.0
"""Mean difference of two thumbnails, 0 to 255, from which nothing of the scene is left."""
NEWCOMERS_FIRST_S = 0.24
"""How long a search is put off while newcomers wait for their first embedding: at the
same time, on two cores, both take twice as long."""
MOVED_DIFFERENCE = 12
"""Difference in one cell of the thumbnail, 0 to 255, that camera noise does not make."""
CELLS = (32, 18)
"""Width and height of the thumbnail: at 1280×720 a cell is as large as the smallest face."""


class KeyFrames:
    """Chooses the frames on which the whole picture is searched.

    The first frame; at once when the picture was cut or a face was lost; when
    something has moved where no face is followed, as a newcomer must, as often
    as the pace allows and when no newcomer waits; seldom otherwise.
    """

    def __init__(self) -> None:
        self._last_at = -np.inf
        self._size = (0, 0)
        self._now: Image | None = None
        self._searched: Image | None = None
        self._is_cut = False

    @property
    def is_cut(self) -> bool:
        """Whether the last frame given shows another scene than the one before it."""
        return self._is_cut

    def update(self, image: Image) -> None:
        """Make ``image`` the current frame: ``(height, width, 3)`` uint8, RGB."""
        before, self._size = self._now, (image.shape[1], image.shape[0])
        self._now = np.asarray(
            cv2.resize(image[::4, ::4], CELLS, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
        self._is_cut = (
            before is not None and float(cv2.absdiff(before, self._now).mean()) > CUT_DIFFERENCE
        )

    def is_due(
        self,
        at: float,
        tracks: Sequence[Track],
        interval_s: float,
        *,
        newcomers_wait: bool = False,
    ) -> bool:
        """Tell whether the whole of the current frame should be searched.

        Args:
            at: the frame's ``timeline_s``.
            tracks: the faces being followed.
            interval_s: the least time between two searches of a scene that moves.
            newcomers_wait: whether some of the faces have not been embedded yet.
        """
        since = at - self._last_at
        if since >= max(STILL_KEY_INTERVAL_S, interval_s) or any(track.misses for track in tracks):
            return True
        if newcomers_wait and since < NEWCOMERS_FIRST_S:
            return False
        return since >= interval_s and self._has_moved(np.array([t.detection.box for t in tracks]))

    def forget(self) -> None:
        """Take note that the scene is a new one: a search is due until there was one."""
        self._last_at = -np.inf

    def searched(self, at: float) -> None:
        """Take note that the current frame, at time ``at``, was searched."""
        self._last_at = at
        self._searched = self._now

    def _has_moved(self, followed: Floats) -> bool:
        if self._now is None or self._searched is None:
            return True
        difference: NDArray[np.uint8] = np.asarray(cv2.absdiff(self._now, self._searched))
        moved = difference.max(axis=2) > MOVED_DIFFERENCE
        for x1, y1, x2, y2 in self._in_cells(followed):
            moved[y1:y2, x1:x2] = False
        return bool(moved.any())

    def _in_cells(self, boxes: Floats) -> NDArray[np.int64]:
        scale = np.tile(np.array(CELLS) / self._size, 2)
        cells = boxes.reshape(-1, 4) * scale
        widened = np.concatenate([np.floor(cells[:, :2]) - 1, np.ceil(cells[:, 2:]) + 1], axis=1)
        inside: NDArray[np.int64] = np.maximum(widened, 0).astype(np.int64)
        return inside


REFRESH_S = 1.0
"""How old the newest embedding of a well-known face may grow."""
UNSURE_REFRESH_S = 0.3
"""The same while it is not sure who it is, perhaps somebody."""
RETRY_S = 0.2
"""How soon a face that could not be judged is tried again."""
ENOUGH_SAMPLES = 3
"""How many embeddings make a face well known."""
BETTER = 1.3
"""A face this much better seen than ever before is worth an embedding at once."""


def next_to_embed(
    faces: Iterable[tuple[Track, Identity, float]], at: float
) -> tuple[Track, Identity, float] | None:
    """Choose the face to embed now.

    New ones come first, then those who may have been taken for somebody else, then
    little known ones, then those who are perhaps somebody, then those clearly better seen
    than before, then the one embedded longest ago.

    Args:
        faces: each with its identity and its visibility now (``facecam.quality``).
        at: the frame's ``timeline_s``.

    Returns:
        The choice, or None when every face is known well and recently enough.
    """

    def urgency(face: tuple[Track, Identity, float]) -> tuple[bool, bool, bool, bool, bool, float]:
        _, identity, visibility = face
        return (
            identity.samples == 0,
            identity.has_outlier,
            identity.samples < ENOUGH_SAMPLES,
            identity.is_unsure,
            visibility > BETTER * identity.best_visibility,
            at - identity.embedded_at,
        )

    waiting = [face for face in faces if face[0].misses == 0 and _is_worth_it(face, at)]
    return max(waiting, key=urgency, default=None)


def _is_worth_it(face: tuple[Track, Identity, float], at: float) -> bool:
    _, identity, visibility = face
    since_s = at - identity.embedded_at
    if at - identity.refused_at < RETRY_S:
        return False
    if since_s == 0:  # nothing new, unless the first embedding was a fast one
        return identity.samples > 0 and identity.best is None
    return (
        identity.has_outlier
        or identity.samples < ENOUGH_SAMPLES
        or visibility > BETTER * identity.best_visibility
        or since_s >= (UNSURE_REFRESH_S if identity.is_unsure else REFRESH_S)
    )
