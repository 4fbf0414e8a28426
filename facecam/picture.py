"""Any picture from the world becomes ``(height, width, 3)`` uint8 RGB, or one clear sentence.

Rules that had to be chosen: transparent parts become white, because cut-outs
are made for white pages and what hides under the transparency is arbitrary;
16-bit values are scaled to 8 bits; of an animation the first picture counts;
a photograph is turned as its EXIF says.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps
from numpy.typing import NDArray

from facecam.errors import PictureError
from facecam.types import Image

_JPEG_QUALITY = 92

# What Pillow's readers raise on damaged files, found by damaging files.
_DAMAGE = (
    *(OSError, EOFError, SyntaxError, ValueError, IndexError, RuntimeError),
    *(struct.error, zlib.error),
)


def load_picture(path: Path) -> Image:
    """Read a picture file.

    Args:
        path: a file in any format that Pillow reads, of any mode and depth.

    Returns:
        ``(height, width, 3)`` uint8, RGB, upright.

    Raises:
        PictureError: the file is missing, unreadable, damaged, not a picture,
            or has more pixels than Pillow deems safe (89 million).
    """
    if not path.is_file():
        kind = "is a folder, not a picture" if path.is_dir() else "does not exist"
        raise PictureError(f"The picture {path} {kind}.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a fault that does no harm
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(path) as opened:
                return as_rgb(_pixels(PIL.ImageOps.exif_transpose(opened)))
    except (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError) as error:
        raise PictureError(f"The picture {path} is too large: make it smaller first.") from error
    except PIL.UnidentifiedImageError as error:
        raise PictureError(f"The file {path} is not a picture.") from error
    except PermissionError as error:
        raise PictureError(f"The picture {path} may not be read by you.") from error
    except PictureError as error:
        raise PictureError(f"The picture {path} cannot be used: {error}") from error
    except _DAMAGE as error:
        raise PictureError(f"The picture {path} is damaged or incomplete.") from error


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


def save_picture(image: Image, path: Path) -> None:
    """Write a picture in the format that the file's suffix names.

    Args:
        image: ``(height, width, 3)`` uint8, RGB.
        path: where to; an existing file is replaced.

    Raises:
        PictureError: the suffix is no picture format, the file cannot be
            written, or ``image`` is no picture.
    """
    picture = PIL.Image.fromarray(as_rgb(image))
    if PIL.Image.registered_extensions().get(path.suffix.lower()) not in PIL.Image.SAVE:
        raise PictureError(f"The picture {path} cannot be written: end its name in .png or .jpg.")
    try:
        picture.save(path, quality=_JPEG_QUALITY)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PictureError(f"The picture {path} cannot be written: {reason}.") from error


def _pixels(picture: PIL.Image.Image) -> NDArray[Any]:
    """Return Pillow's picture as an array that ``as_rgb`` understands."""
    if picture.mode.startswith("I;16") or picture.mode == "F":
        return np.asarray(picture)
    if picture.mode == "I":  # mostly 16 bits kept in 32; real 32 bits have no known white
        deep = np.asarray(picture)
        return deep.astype(np.uint16) if deep.min() >= 0 and deep.max() <= 65535 else deep
    return np.asarray(picture.convert("RGBA" if picture.has_transparency_data else "RGB"))


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
