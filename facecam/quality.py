"""The quality of a face: the weight of its embedding, and whether it can be judged at all.

The least and most values are where recognition of degraded LFW pictures had failed: at each,
fewer than 3 of 100 known people are still named, so a face beyond it would be
called unknown whoever it is. See docs/accuracy.md, "Faces that are not judged".
"""

from __future__ import annotations

import cv2
import numpy as np

from facecam.types import Detection, Image, Reason

FULL_SIZE_PX = 100.0
"""A face this large fills FaceNet's input without being enlarged much."""
FULL_SHARPNESS = 0.004
"""The sharpness of LFW's pictures: 19 of 20 have more."""
LEAST_WEIGHT = 1e-3
LEAST_SIZE_PX = 18.0
LEAST_SHARPNESS = 0.0005
LEAST_LIGHT = 14.0
MOST_LIGHT = 247.0
"""Mean brightness of the crop's middle, 0 to 255."""
MIDDLE = slice(20, 140)
"""Rows and columns of a crop, 160 of each, that show the face alone."""


def visibility(detection: Detection) -> float:
    """Weigh a face by its size, its pose and the detector's score: what is known of every face.

    Returns:
        Above 0, up to 1: the product of the score, the size against
        ``FULL_SIZE_PX`` and how frontal the landmarks say it is.
    """
    return _share(
        detection.score * min(size_px(detection) / FULL_SIZE_PX, 1.0) * frontality(detection)
    )


def quality(detection: Detection, crop: Image) -> float:
    """Weigh a face that was cut out: its visibility, less if it is blurred.

    Args:
        detection: the face.
        crop: ``(160, 160, 3)`` uint8, RGB, as the network sees it.

    Returns:
        Above 0, up to 1.
    """
    return _share(visibility(detection) * min(sharpness(crop) / FULL_SHARPNESS, 1.0))


def _share(weight: float) -> float:
    """Return a weight above 0, up to 1; the least where it is no number."""
    return min(max(LEAST_WEIGHT, weight), 1.0)  # in this order NaN loses


def fault(detection: Detection, crop: Image) -> Reason | None:
    """Return why a face cannot be judged, None if it can.

    Args:
        detection: the face.
        crop: as for ``quality``.
    """
    light = float(crop[MIDDLE, MIDDLE].mean())
    if not size_px(detection) >= LEAST_SIZE_PX:
        return Reason.TOO_SMALL
    if not frontality(detection) > 0:
        return Reason.TURNED_AWAY
    if light < LEAST_LIGHT:
        return Reason.TOO_DARK
    if light > MOST_LIGHT:
        return Reason.TOO_BRIGHT
    if sharpness(crop) < LEAST_SHARPNESS:
        return Reason.BLURRED
    return None


def size_px(detection: Detection) -> float:
    """Return the side of a square as large as the face's box, pixels of the picture."""
    return float(np.sqrt(np.prod(np.maximum(detection.box[2:] - detection.box[:2], 1))))


def frontality(detection: Detection) -> float:
    """Tell how frontal a face is: 1 with the nose midway between the eyes, 0 in profile."""
    left_eye, right_eye, nose = detection.landmarks[:3]
    across = right_eye - left_eye
    width = float(across @ across)
    if not width > 0:
        return 0.0
    along = float((nose - left_eye) @ across) / width
    return float(np.clip(1 - 2 * abs(along - 0.5), 0, 1))


def sharpness(crop: Image) -> float:
    """Tell how much detail a crop holds in the direction in which it holds least.

    The variance of the second differences along an axis over that of the
    brightness: focus measures of this kind are compared in Pertuz, Puig and
    Garcia, "Analysis of focus measure operators for shape-from-focus", 2013.
    The smaller of both axes, since movement blurs along one only.
    """
    grey = cv2.cvtColor(crop[MIDDLE, MIDDLE], cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = min(float(np.diff(grey, 2, axis).var()) for axis in (0, 1))
    return detail / max(float(grey.var()), 1.0)
