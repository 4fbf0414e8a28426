"""Any array that is a picture becomes ``(height, width, 3)`` uint8 RGB."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.errors import PictureError
from facecam.types import Image


def as_rgb(array: NDArray[Any]) -> Image:
    """Return any array that is a picture in the program's own form.

    Args:
        array: ``(h, w)`` or ``(h, w, 1)`` grey, ``(h, w, 3)`` RGB or
            ``(h, w, 4)`` RGBA; uint8, uint16, bool, or floats from 0 to 1; any
            byte order and memory layout.

    Returns:
        ``(h, w, 3)`` uint8, RGB, C-contiguous; the very array given where it
        already is all that.

    Raises:
        PictureError: the array has another shape or type, is empty, or holds
            floats outside 0 to 1.
    """
    if not isinstance(array, np.ndarray):
        raise PictureError(f"A picture must be a numpy array, not {type(array).__name__}.")
    grey = array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 1)
    if not grey and not (array.ndim == 3 and array.shape[2] in (3, 4)):
        raise PictureError(
            f"A picture has the shape (height, width) or (height, width, 1, 3 or 4), "
            f"not {array.shape}."
        )
    if array.size == 0:
        raise PictureError(f"A picture must have pixels; the shape {array.shape} has none.")
    values = _as_uint8(array)
    if grey:
        return np.repeat(values.reshape(*values.shape[:2], 1), 3, axis=2)
    return _on_white(values) if values.shape[2] == 4 else np.ascontiguousarray(values)


def _as_uint8(array: NDArray[Any]) -> Image:
    """Return values from 0 to 255, whatever type they came in."""
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.bool_:
        return np.where(array, np.uint8(255), np.uint8(0))
    if array.dtype.kind == "u" and array.dtype.itemsize == 2:
        return ((array.astype(np.uint32) + 128) // 257).astype(np.uint8)
    if array.dtype.kind == "f":
        if not (array.min() >= 0 and array.max() <= 1):  # also refuses NaN
            raise PictureError("A picture of floats must hold values from 0 to 1 only.")
        return np.rint(array.astype(np.float64) * 255).astype(np.uint8)
    raise PictureError(f"A picture's values must be uint8, uint16, bool or float: {array.dtype}.")


def _on_white(rgba: Image) -> Image:
    """Lay ``(h, w, 4)`` uint8 RGBA over white."""
    alpha = rgba[..., 3:].astype(np.uint16)
    colour = rgba[..., :3].astype(np.uint16)
    return ((colour * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
