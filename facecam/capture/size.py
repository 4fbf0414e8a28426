"""How large the pictures are that a source gives on."""

from __future__ import annotations

import math

import cv2
import numpy as np

from facecam.types import Image

MOST_PIXELS = 4096 * 2304
"""Larger pictures are scaled down. A dozen are in memory at a time, some of them as numbers
four times as long: 8192×4320 took the program 2.3 GB, and 1 GB scaled down."""


def fitting(width: float, height: float, most_pixels: int = MOST_PIXELS) -> tuple[int, int]:
    """Return the width and height that a picture is to have, in its proportions."""
    if width * height <= most_pixels:
        return round(width), round(height)
    scale = math.sqrt(most_pixels / (width * height))
    return max(1, int(width * scale)), max(1, int(height * scale))


def fitted(image: Image) -> Image:
    """Return a picture, scaled down if it is too large.

    Args:
        image: ``(height, width, 3)`` uint8, RGB.
    """
    height, width = image.shape[:2]
    size = fitting(width, height)
    if size == (width, height):
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
