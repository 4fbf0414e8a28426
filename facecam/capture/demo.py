"""The demo: a moving picture made from one photograph, for machines without a camera.

The photograph is NASA's portrait of the astronaut Eileen Collins, in the
public domain, which the package scikit-image ships. A virtual camera pans and
zooms over it.
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import cv2
import numpy as np

from facecam.capture.source import Picture
from facecam.errors import CaptureError
from facecam.picture import load_picture
from facecam.types import Floats, Image

_WIDTH, _HEIGHT = 640, 480
_PHOTOGRAPH = 512  # its width and height, pixels

# The face is about 90 pixels wide in the photograph and 55 below its top edge,
# so these keep it whole and 115 to 150 pixels wide.
_ZOOM, _ZOOM_SWING = 1.45, 0.15
_LOWEST_TOP = 40.0

# Without common divisors in seconds, so that the movement rarely repeats.
_ZOOM_PERIOD_S, _PAN_PERIOD_S, _TILT_PERIOD_S = 9.0, 13.0, 7.0


class Demo:
    """An endless 640×480 film at 30 pictures a second; picture n is always the same."""

    name = "Demo"
    live = True
    fps = 30.0

    def __init__(self) -> None:
        self._photograph: Image | None = None
        self._number = 0

    def open(self) -> None:
        """Load the photograph and start at picture 0.

        Raises:
            CaptureError: scikit-image is not installed whole.
        """
        file = _photograph_file()
        if file is None:
            raise CaptureError(
                "The demo's photograph is missing: reinstall it with 'pip install scikit-image'."
            )
        self._photograph = load_picture(file)
        self._number = 0

    def read(self) -> Picture | None:
        """Make the next picture.

        Raises:
            CaptureError: the demo is not open.
        """
        if self._photograph is None:
            raise CaptureError("The demo is not open.")
        image = cv2.warpAffine(self._photograph, view(self._number), (_WIDTH, _HEIGHT))
        picture = Picture(np.asarray(image, dtype=np.uint8), self._number / self.fps)
        self._number += 1
        return picture

    def skip_to(self, position_s: float) -> int:
        """Pass over the pictures due before ``position_s``; return how many."""
        skipped = max(0, math.ceil(position_s * self.fps) - self._number)
        self._number += skipped
        return skipped

    def close(self) -> None:
        """Forget the photograph."""
        self._photograph = None


def view(number: int) -> Floats:
    """Return what the virtual camera does in one picture.

    Args:
        number: the picture's, from 0.

    Returns:
        ``(2, 3)`` float32, the affine map from the photograph's pixels to the
        picture's.
    """
    seconds = number / Demo.fps
    zoom = _ZOOM + _ZOOM_SWING * _wave(seconds, _ZOOM_PERIOD_S)
    left = (0.5 + 0.5 * _wave(seconds, _PAN_PERIOD_S)) * (_PHOTOGRAPH - _WIDTH / zoom)
    top = (0.5 + 0.5 * _wave(seconds, _TILT_PERIOD_S)) * _LOWEST_TOP
    return np.array([[zoom, 0.0, -zoom * left], [0.0, zoom, -zoom * top]], dtype=np.float32)


def _wave(seconds: float, period_s: float) -> float:
    return math.sin(2.0 * math.pi * seconds / period_s)


def _photograph_file() -> Path | None:
    """Find the file without importing skimage, which takes most of a second."""
    package = importlib.util.find_spec("skimage")
    if package is None or package.origin is None:
        return None
    file = Path(package.origin).parent / "data" / "astronaut.png"
    return file if file.is_file() else None
