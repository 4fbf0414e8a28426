"""Which of another detector's faces does ours find?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from facecam.boxes import overlaps
from facecam.types import Floats, Image

Boxes = Callable[[Image], Floats]
"""A picture to the boxes ``(n, 4)`` of the faces in it."""

SAME_FACE_IOU = 0.7


@dataclass(frozen=True, slots=True)
class Agreement:
    """What comparing two detectors gave.

    Attributes:
        pictures: how many pictures were looked at.
        theirs: faces that the other detector found.
        found: how many of those ours finds, its box overlapping by an
            intersection over union of at least ``SAME_FACE_IOU``.
        ours: all faces that ours found.
    """

    pictures: int
    theirs: int
    found: int
    ours: int

    @property
    def share(self) -> float:
        """The share of their faces that ours finds, 1 if they found none."""
        return self.found / self.theirs if self.theirs else 1.0


def agreement(images: Iterable[Image], ours: Boxes, theirs: Boxes) -> Agreement:
    """Compare two detectors on the same pictures."""
    pictures = their_count = found = our_count = 0
    for image in images:
        our_boxes, their_boxes = ours(image), theirs(image)
        pictures += 1
        our_count += len(our_boxes)
        their_count += len(their_boxes)
        if len(our_boxes) and len(their_boxes):
            overlap = overlaps(_inside(their_boxes, image), _inside(our_boxes, image))
            found += int(np.count_nonzero(overlap.max(axis=1) >= SAME_FACE_IOU))
    return Agreement(pictures, their_count, found, our_count)


def _inside(boxes: Floats, image: Image) -> Floats:
    """Cut boxes at the picture's edge: some detectors do that themselves, ours does not."""
    height, width = image.shape[:2]
    inside: Floats = np.clip(boxes, 0, [width, height, width, height]).astype(np.float32)
    return inside
