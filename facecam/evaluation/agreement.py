"""Which of another detector's faces does ours find?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
            overlap = intersection_over_union(their_boxes, our_boxes)
            found += int(np.count_nonzero(overlap.max(axis=1) >= SAME_FACE_IOU))
    return Agreement(pictures, their_count, found, our_count)


def intersection_over_union(first: Floats, second: Floats) -> NDArray[np.float64]:
    """Return how much boxes overlap, 0 to 1.

    Args:
        first: ``(n, 4)`` boxes.
        second: ``(m, 4)`` boxes.

    Returns:
        ``(n, m)``, each of the first with each of the second.
    """
    a, b = first[:, None].astype(np.float64), second[None].astype(np.float64)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = sides.clip(min=0).prod(axis=-1)
    areas = (a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1)
    overlap: NDArray[np.float64] = shared / (areas - shared)
    return overlap
