"""The demo: a moving picture made from one photograph, for machines without a camera.

The photograph is the US Navy's portrait of Grace Hopper, in the public domain,
which the package matplotlib ships. A virtual camera pans and zooms over it.
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
_PHOTOGRAPH_WIDTH = 512

# The photograph's face lies in (173, 117, 346, 334): these keep it whole, 220 to 250
# pixels wide, with room for a label above.
_ZOOM, _ZOOM_SWING = 1.36, 0.09
_TOP, _TOP_SWING = 50.0, 32.0

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
            CaptureError: matplotlib is not installed whole.
        """
        file = _photograph_file()
        if file is None:
            raise CaptureError(
                "The demo's photograph is missing: bring it back with "
                "'pip install --force-reinstall matplotlib'."
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
    left = (0.5 + 0.5 * _wave(seconds, _PAN_PERIOD_S)) * (_PHOTOGRAPH_WIDTH - _WIDTH / zoom)
    top = _TOP + _TOP_SWING * _wave(seconds, _TILT_PERIOD_S)
    return np.array([[zoom, 0.0, -zoom * left], [0.0, zoom, -zoom * top]], dtype=np.float32)


def _wave(seconds: float, period_s: float) -> float:
    return math.sin(2.0 * math.pi * seconds / period_s)


def _photograph_file() -> Path | None:
    """Find the file without importing matplotlib, which takes 0.4 s."""
    package = importlib.util.find_spec("matplotlib")
    if package is None or package.origin is None:
        return None
    file = Path(package.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    return file if file.is_file() else None
