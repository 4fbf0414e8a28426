"""Cutting a face out of a picture the way FaceNet was trained to see it."""

from __future__ import annotations

import cv2
import numpy as np

from facecam.types import Floats, Image

CROP_SIZE = 160
MARGIN = 0.38
"""What is added to the box's width and to its height, as a share of their mean; half each side.

Sandberg cut his pictures with 32 px more than MTCNN's box, which on LFW is 0.28
of it. A little more for the one view that is embedded and less for the other
(``views``) finds 3 of 100 enrolled more among strangers.
"""


def crop_box(box: Floats) -> Floats:
    """Return ``box`` ``(4,)`` with its margin, ``(4,)``; not made square."""
    sides = box[2:] - box[:2]
    added = np.full(2, MARGIN * sides.mean() / 2, np.float32)
    widened: Floats = np.concatenate([box[:2] - added, box[2:] + added]).astype(np.float32)
    return widened


def crop_face(image: Image, box: Floats, turned_deg: int = 0) -> Image:
    """Cut out a face with its margin, upright.

    The part inside the picture is resized, so a face at the edge is stretched a
    little rather than padded with black: that is how the training pictures
    were cut (facenet, ``align_dataset_mtcnn``).

    Args:
        image: ``(height, width, 3)`` uint8, RGB.
        box: ``(4,)`` the detector's box, pixels.
        turned_deg: how far clockwise the picture must be turned for the face.

    Returns:
        ``(160, 160, 3)`` uint8, RGB.
    """
    height, width = image.shape[:2]
    left, top, right, bottom = np.rint(crop_box(box)).astype(int)
    left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
    right, bottom = max(min(right, width), left + 1), max(min(bottom, height), top + 1)
    part = image[top:bottom, left:right]
    if turned_deg:
        part = np.ascontiguousarray(np.rot90(part, -(turned_deg // 90)))
    shrinks = part.shape[0] >= CROP_SIZE and part.shape[1] >= CROP_SIZE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (CROP_SIZE, CROP_SIZE), interpolation=how), dtype=np.uint8)
