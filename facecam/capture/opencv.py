"""A camera read by OpenCV's VideoCapture: no messages printed, no endless waits, pictures in RGB.

OpenCV prints its troubles to standard error from C++; the user is to read our
sentence alone, so it is silenced unless the environment already says otherwise.
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
}

_BAD_PICTURES_IN_A_ROW = 10
_LIKELY_FPS = (0.1, 1000.0)


class Reader:
    """One open camera. Owned by one thread."""

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

    def request(self, settings: Sequence[tuple[int, float]]) -> None:
        """Ask the device for these CAP_PROP values, in order; it may do otherwise."""
        for prop, value in settings:
            self._capture.set(prop, value)

    @property
    def fps(self) -> float | None:
        """Pictures a second as the device says; None for nonsense."""
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        return fps if _LIKELY_FPS[0] <= fps < _LIKELY_FPS[1] else None

    def close(self) -> None:
        """Release the device."""
        self._capture.release()


def open_reader(device: str | int, backend: int) -> Reader | None:
    """Open a camera.

    Args:
        device: its number or device file.
        backend: one of cv2's CAP_ constants.

    Returns:
        The reader, or None where OpenCV cannot open it.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if isinstance(device, str) and not _is_unicode(device):
        return None  # over which OpenCV brings the process down
    capture = cv2.VideoCapture(device, backend, [])
    return Reader(capture) if capture.isOpened() else None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
