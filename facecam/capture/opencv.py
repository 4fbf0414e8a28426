"""OpenCV's VideoCapture behind a small door: quiet, impatient, and RGB.

OpenCV and FFmpeg print their troubles to standard error from C++; the user is
to read our sentence alone, so both are silenced unless the environment
already says otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import cv2
import numpy as np

from facecam.types import Image

_ENVIRONMENT = {
    # Seconds that V4L2 may keep a read waiting; OpenCV's own default is 10.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
    # FFmpeg's AV_LOG_QUIET.
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}

_BAD_PICTURES_IN_A_ROW = 10
_LIKELY_FPS = (0.1, 1000.0)


class Reader:
    """One open capture. Owned by one thread."""

    def __init__(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture

    def read(self) -> Image | None:
        """Return the next picture, ``(h, w, 3)`` uint8 RGB, or None if none comes.

        A picture that came but cannot be decoded is passed over.
        """
        for _ in range(_BAD_PICTURES_IN_A_ROW):
            if not self._capture.grab():
                return None
            whole, picture = self._capture.retrieve()
            if whole and picture is not None and picture.size:
                grey = picture.ndim == 2 or picture.shape[2] == 1
                code = cv2.COLOR_GRAY2RGB if grey else cv2.COLOR_BGR2RGB
                return np.asarray(cv2.cvtColor(picture, code), dtype=np.uint8)
        return None

    def pass_over(self) -> bool:
        """Drop the next picture without converting it; False if there was none."""
        return self._capture.grab()

    def request(self, settings: Sequence[tuple[int, float]]) -> None:
        """Ask the device for these CAP_PROP values, in order; it may do otherwise."""
        for prop, value in settings:
            self._capture.set(prop, value)

    @property
    def position_s(self) -> float:
        """Where the last picture stands in the recording, as the container says."""
        return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0

    @property
    def fps(self) -> float | None:
        """Pictures a second as the device or container says; None for nonsense."""
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        return fps if _LIKELY_FPS[0] <= fps < _LIKELY_FPS[1] else None

    @property
    def picture_count(self) -> int:
        """Pictures in the recording as the container says or guesses; 0 for a live one."""
        return max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))

    def close(self) -> None:
        """Release the device or file."""
        self._capture.release()


def open_reader(target: str | int, backend: int, options: Sequence[int] = ()) -> Reader | None:
    """Open a device, file or address.

    Args:
        target: a camera's number or path, a file or an address.
        backend: one of cv2's CAP_ constants.
        options: CAP_PROP numbers and values by turns, needed while opening.

    Returns:
        The reader, or None where OpenCV cannot open it.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    # cv2 picks its overload by the kind of the first argument.
    if isinstance(target, str):
        capture = cv2.VideoCapture(target, backend, list(options))
    else:
        capture = cv2.VideoCapture(target, backend, list(options))
    return Reader(capture) if capture.isOpened() else None
