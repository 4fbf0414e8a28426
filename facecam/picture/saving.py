"""A picture written to a file."""

from __future__ import annotations

import io
from pathlib import Path

import PIL.Image

from facecam.atomic import replace_file
from facecam.errors import PictureError
from facecam.picture.arrays import as_rgb
from facecam.types import Image

_JPEG_QUALITY = 92


def save_picture(image: Image, path: Path) -> None:
    """Write a picture in the format that the file's suffix names, for the user's eyes only.

    Args:
        image: ``(height, width, 3)`` uint8, RGB.
        path: where to; an existing file is replaced.

    Raises:
        PictureError: the suffix is no picture format, the file cannot be
            written, or ``image`` is no picture.
    """
    picture = PIL.Image.fromarray(as_rgb(image))
    kind = PIL.Image.registered_extensions().get(path.suffix.lower())
    if kind not in PIL.Image.SAVE:
        raise PictureError(f"The picture {path} cannot be written: end its name in .png or .jpg.")
    content = io.BytesIO()
    try:
        picture.save(content, kind, quality=_JPEG_QUALITY)
        replace_file(path, content.getvalue())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PictureError(f"The picture {path} cannot be written: {reason}.") from error
