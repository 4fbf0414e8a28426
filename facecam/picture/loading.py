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
from facecam.picture.arrays import as_rgb
from facecam.types import Image

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


def _pixels(picture: PIL.Image.Image) -> NDArray[Any]:
    """Return Pillow's picture as an array that ``as_rgb`` understands."""
    if picture.mode.startswith("I;16") or picture.mode == "F":
        return np.asarray(picture)
    if picture.mode == "I":  # mostly 16 bits kept in 32; real 32 bits have no known white
        deep = np.asarray(picture)
        return deep.astype(np.uint16) if deep.min() >= 0 and deep.max() <= 65535 else deep
    return np.asarray(picture.convert("RGBA" if picture.has_transparency_data else "RGB"))
