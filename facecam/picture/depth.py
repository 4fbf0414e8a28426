"""Values of more than 8 bits, scaled by the range that they really have.

Cameras and scanners put 10, 12 or 14 bits into the 16 of a file. The range is
taken to be 0 to 2^n − 1, where n is what the file states, if all values are
within it, and otherwise the fewest of 8, 10, 12, 14 and 16 bits that hold all
values. PNG states it as sBIT, TIFF as MaxSampleValue; PNM's readers have
applied a maximum other than 65535 already. That a file has 16 bits a value is
no such statement.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from facecam.types import Image

_WIDTHS_BITS = (8, 10, 12, 14, 16)
_MAX_SAMPLE_VALUE = 281


def has_deep_colours(picture: PIL.Image.Image) -> bool:
    """Return True for a picture, not loaded yet, whose colours Pillow cuts down to 8 bits."""
    is_grey = picture.mode in ("I", "F") or picture.mode.startswith("I;16")
    return not is_grey and any(mark in _stored(picture) for mark in (";16", "65535"))


def deep_colours(file: BinaryIO) -> NDArray[np.uint16] | None:
    """Read a picture's colours at their full depth.

    Args:
        file: the picture, from its beginning.

    Returns:
        ``(h, w, 3)`` RGB or ``(h, w, 4)`` RGBA uint16, or None where OpenCV cannot.
    """
    import cv2  # here, since few pictures need it

    content = np.frombuffer(file.read(), np.uint8)
    array = cv2.imdecode(content, cv2.IMREAD_UNCHANGED)
    if array is None or array.dtype != np.uint16 or array.ndim != 3:
        return None
    return np.asarray(array[..., [2, 1, 0, *range(3, array.shape[2])]])


def stated_bits(picture: PIL.Image.Image, file: BinaryIO) -> int | None:
    """Return how many bits a value really has, where the file says so.

    Args:
        picture: opened by Pillow, not loaded yet.
        file: the same, from its beginning.
    """
    if picture.format == "PNG":
        position = file.tell()
        stated = next((max(bits) for name, bits in _chunks(file) if name == b"sBIT" and bits), None)
        file.seek(position)
        return stated
    if picture.format == "TIFF":
        highest = np.max(getattr(picture, "tag_v2", {}).get(_MAX_SAMPLE_VALUE, 0))
        return int(highest).bit_length() or None
    if picture.format == "PPM":
        return None if any(mark in _stored(picture) for mark in ("raw", "65535")) else 16
    return None


def scaled(values: NDArray[Any], stated: int | None) -> Image:
    """Return values of 0 to 65535, of any shape, as 0 to 255 of their real range.

    Args:
        values: integers, none of them below 0 or above 65535.
        stated: the bits that the file says they have, or None.
    """
    highest = int(values.max())
    widths = (stated, *_WIDTHS_BITS) if stated and stated <= max(_WIDTHS_BITS) else _WIDTHS_BITS
    white = next(2**bits - 1 for bits in widths if highest < 2**bits)
    table = (np.arange(white + 1) * 255 + white // 2) // white
    scaled_values: Image = table.astype(np.uint8)[values]
    return scaled_values


def _stored(picture: PIL.Image.Image) -> str:
    """Return how Pillow is going to unpack the values, such as "('zip', …, 'RGB;16B')"."""
    return str(getattr(picture, "tile", [])[:1])


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of a PNG's chunks before the pixels."""
    file.seek(8)
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name == b"IDAT":
            return
        yield name, file.read(length)
        file.seek(4, 1)
