"""Box arithmetic for detection and tracking: overlap, suppression, regression; pure numpy.

Boxes are ``(n, 4)`` float32, x1, y1, x2, y2 in pixels, x2 and y2 exclusive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.types import Floats

Indices = NDArray[np.intp]


def areas(boxes: Floats) -> Floats:
    """Return the area of each box, ``(n,)``; zero for boxes turned inside out."""
    sides: Floats = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    product: Floats = sides[:, 0] * sides[:, 1]
    return product


def overlaps(first: Floats, second: Floats, *, of_smaller: bool = False) -> Floats:
    """Return how much each box of one set overlaps each of another.

    Args:
        first: ``(n, 4)`` boxes.
        second: ``(m, 4)`` boxes.
        of_smaller: divide the intersection by the smaller box's area instead of
            the union's.

    Returns:
        ``(n, m)`` float32, 0 to 1.
    """
    top_left = np.maximum(first[:, None, :2], second[None, :, :2])
    bottom_right = np.minimum(first[:, None, 2:], second[None, :, 2:])
    sides = np.maximum(bottom_right - top_left, 0)
    shared = sides[..., 0] * sides[..., 1]
    area_1, area_2 = areas(first)[:, None], areas(second)[None, :]
    whole = np.minimum(area_1, area_2) if of_smaller else area_1 + area_2 - shared
    ratio: Floats = (shared / np.maximum(whole, 1e-9)).astype(np.float32)
    return ratio


BLOCK = 256
"""How many boxes ``suppress`` compares with each other at once."""


def suppress(
    boxes: Floats, scores: Floats, most_overlap: float, *, of_smaller: bool = False
) -> Indices:
    """Greedy non-maximum suppression.

    The best box is kept and suppresses all that overlap it by more than
    ``most_overlap``, then the next best that is left, and so on. Boxes are taken in
    blocks, best first: a block loses what earlier blocks' kept boxes suppress, and
    then what its own suppress.

    Args:
        boxes: ``(n, 4)``.
        scores: ``(n,)``.
        most_overlap: the largest overlap two kept boxes may have.
        of_smaller: see ``overlaps``.

    Returns:
        Indices of the boxes kept, best first.
    """
    order = np.argsort(-scores, kind="stable")
    kept = order[:0]
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        suppressed = overlaps(boxes[block], boxes[kept], of_smaller=of_smaller) > most_overlap
        block = block[~suppressed.any(axis=1)]
        suppresses = overlaps(boxes[block], boxes[block], of_smaller=of_smaller) > most_overlap
        kept = np.concatenate([kept, block[_kept(np.tril(suppresses, -1))]])
    return kept


def _kept(suppresses: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Decide who is kept when ``suppresses[i, j]`` says that j, better than i, suppresses i.

    Each round decides at least the best undecided box, in practice most of
    them, so that a few rounds replace one step a box.
    """
    kept = np.ones(len(suppresses), dtype=bool)
    while True:
        following = ~(suppresses @ kept)
        if np.array_equal(following, kept):
            return kept
        kept = following


def regress(boxes: Floats, offsets: Floats) -> Floats:
    """Move each box's sides by ``offsets`` ``(n, 4)``, in fractions of its size."""
    sides = boxes[:, 2:] - boxes[:, :2]
    moved: Floats = boxes + offsets * np.concatenate([sides, sides], axis=1)
    return moved


def squared(boxes: Floats, share: float = 1.0) -> Floats:
    """Return the squares with the same centres and that share of each box's longer side."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = np.max(boxes[:, 2:] - boxes[:, :2], axis=1, keepdims=True) * np.float32(share / 2)
    squares: Floats = np.concatenate([centres - half, centres + half], axis=1)
    return squares
