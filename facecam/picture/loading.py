"""Any picture from the world becomes ``(height, width, 3)`` uint8 RGB, or one clear sentence.

Rules that had to be chosen: transparent parts become white, because cut-outs
are made for white pages and what hides under the transparency is arbitrary;
deeper values are scaled by their real range (see ``depth``); of an animation
the first picture counts; a photograph is turned as its EXIF says; of a file
that breaks off every pixel must be there (see ``whole``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from facecam.errors import PictureError
from facecam.picture.arrays import as_rgb
from facecam.picture.decoding import DamagedPictureError, TooLargeError
from facecam.picture.files import open_file
from facecam.picture.formats import START_BYTES, format_of
from facecam.picture.whole import decode_whole
from facecam.types import Image

_UPRIGHT: dict[int, Callable[[Image], Image]] = {
    2: np.fliplr,
    3: lambda image: np.rot90(image, 2),
    4: np.flipud,
    5: lambda image: np.swapaxes(image, 0, 1),
    6: lambda image: np.rot90(image, -1),
    7: lambda image: np.rot90(np.swapaxes(image, 0, 1), 2),
    8: np.rot90,
}
"""By EXIF's orientation: how what is stored becomes upright."""


def load_picture(path: Path) -> Image:
    """Read a picture file.

    Args:
        path: a file in any of ``formats.FORMATS``, of any mode and depth and
            whatever its name; or a pipe that gives one, such as ``/dev/stdin``.

    Returns:
        ``(height, width, 3)`` uint8, RGB, upright.

    Raises:
        PictureError: the file is missing, unreadable, damaged, not a picture,
            or has more than ``MOST_PIXELS`` or ``MOST_BYTES``.
    """
    with open_file(path) as file:
        form = format_of(file.read(START_BYTES))
        if form is None:
            raise PictureError(
                f"The file {path} is not a picture, or of a kind that is not read: "
                "save it as JPEG or PNG."
            )
        try:
            found = decode_whole(file, form)
            return _upright(as_rgb(found.values), found.orientation)
        except TooLargeError as error:
            raise PictureError(
                f"The picture {path} is too large: make it smaller first."
            ) from error
        except DamagedPictureError as error:
            raise PictureError(f"The picture {path} is damaged or incomplete.") from error
        except PictureError as error:
            raise PictureError(f"The picture {path} cannot be used: {error}") from error


def _upright(image: Image, orientation: int) -> Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else np.ascontiguousarray(turn(image))
