"""How well a face can be seen: what its embedding is worth."""

from __future__ import annotations

import numpy as np

from facecam.types import Detection

FULL_SIZE_PX = 100.0
"""A face this large fills FaceNet's input without being enlarged much."""


def quality(detection: Detection) -> float:
    """Weigh a face by its size, its pose and the detector's score.

    Returns:
        Above 0, up to 1: the product of the score, the size against
        ``FULL_SIZE_PX`` and how frontal the landmarks say it is.
    """
    side = float(np.sqrt(np.prod(np.maximum(detection.box[2:] - detection.box[:2], 1))))
    size = min(side / FULL_SIZE_PX, 1.0)
    return max(detection.score * size * frontality(detection), 1e-3)


def frontality(detection: Detection) -> float:
    """Tell how frontal a face is: 1 with the nose midway between the eyes, 0 in profile."""
    left_eye, right_eye, nose = detection.landmarks[:3]
    across = right_eye - left_eye
    width = float(across @ across)
    if width <= 0:
        return 0.0
    along = float((nose - left_eye) @ across) / width
    return float(np.clip(1 - 2 * abs(along - 0.5), 0, 1))
