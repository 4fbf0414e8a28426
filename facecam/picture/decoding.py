"""A picture's file decoded by Pillow: its values, and how it is to be turned."""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from facecam.errors import PictureError
from facecam.picture.depth import deep_colours, has_deep_colours, scaled, stated_bits
from facecam.picture.formats import Format
from facecam.picture.limits import is_too_large

_ORIENTATION = 0x0112
_NEW_SUBFILE_TYPE = 254
_IS_REDUCED = 1


class DamagedPictureError(Exception):
    """A reader of pictures could not make sense of a file."""


class TooLargeError(Exception):
    """A picture has too many pixels, or does not fit into memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What a file holds.

    Attributes:
        values: an array that ``as_rgb`` understands, as the file stores it.
        orientation: EXIF's, 1 to 8: how it has to be turned to be upright.
    """

    values: NDArray[Any]
    orientation: int


def decode(file: BinaryIO, form: Format) -> Decoded:
    """Decode a picture.

    Args:
        file: the picture's file, seekable.
        form: its format.

    Raises:
        DamagedPictureError: the file is damaged or incomplete.
        TooLargeError: it holds too many pixels.
        PictureError: it holds something that is no picture to be shown.
    """
    if "HEIF" in form.readers:
        from pillow_heif import register_heif_opener  # here: it takes 70 ms

        register_heif_opener()
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a fault that does no harm
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(file, formats=form.readers) as picture:
                return _decoded(picture, file)
    except (PictureError, TooLargeError):
        raise
    except (
        *(PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError),
        *(MemoryError, OverflowError),
    ) as error:
        raise TooLargeError from error
    except Exception as error:  # readers raise whatever damage makes them stumble over
        raise DamagedPictureError from error


def _decoded(picture: PIL.Image.Image, file: BinaryIO) -> Decoded:
    if getattr(picture, "tag_v2", {}).get(_NEW_SUBFILE_TYPE) == _IS_REDUCED:
        raise PictureError("It is a camera's raw file: export it as a JPEG.")
    if is_too_large(*picture.size):
        raise TooLargeError
    stated, is_deep = stated_bits(picture, file), has_deep_colours(picture)
    picture.load()
    if is_too_large(*picture.size):  # some readers know only now
        raise TooLargeError
    values = _deep_values(file, stated) if is_deep else None
    return Decoded(_values(picture, stated) if values is None else values, _orientation(picture))


def _values(picture: PIL.Image.Image, stated: int | None) -> NDArray[Any]:
    if picture.mode == "I" or picture.mode.startswith("I;16"):
        deep = np.asarray(picture)
        # Mostly 16 bits kept in 32; real 32 bits have no known white, and are refused later.
        return scaled(deep, stated) if deep.min() >= 0 and deep.max() <= 65535 else deep
    if picture.mode == "F":
        return np.asarray(picture)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return np.asarray(picture if picture.mode == mode else picture.convert(mode))


def _deep_values(file: BinaryIO, stated: int | None) -> NDArray[np.uint8] | None:
    file.seek(0)
    deep = deep_colours(file)
    if deep is None:
        return None
    colours = scaled(deep[..., :3], stated)
    return np.dstack([colours, *(scaled(deep[..., n], None) for n in range(3, deep.shape[2]))])


def _orientation(picture: PIL.Image.Image) -> int:
    with suppress(Exception):  # a broken EXIF block takes no pixel away
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1
