"""The pictures that measurements are made on: taken evenly from a folder, a clip or the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from facecam.address import shown_source
from facecam.capture import open_source
from facecam.errors import PictureError, UsageError
from facecam.listing import list_pictures
from facecam.picture import load_picture
from facecam.types import Image

_DEPTH = 8
"""How many levels of sub-folders a folder of pictures may have."""


def pictures_of(folder_or_clip: Path, count: int) -> list[Image]:
    """Return up to ``count`` pictures, evenly spread over a folder or a clip.

    Args:
        folder_or_clip: a folder, looked through with its sub-folders, or a video file.
        count: how many pictures.

    Raises:
        UsageError: there is no picture in it.
        CaptureError: it is not a clip either.
    """
    try:
        images = _of_folder(folder_or_clip, count)
    except NotADirectoryError:
        images = _of_clip(str(folder_or_clip), count)
    except OSError as error:
        raise UsageError(f"{folder_or_clip} cannot be read: {error.strerror}.") from error
    if not images:
        raise UsageError(f"There are no pictures in {folder_or_clip}.")
    return images


def first_frames(source: str, count: int, size: tuple[int, int] | None) -> list[Image]:
    """Return the first frames of a source.

    Args:
        source: as for ``--source``.
        count: how many at most.
        size: width and height to resize them to, or None to leave them.

    Raises:
        CaptureError: the source cannot be opened or read.
        UsageError: it has no frames.
    """
    frames = list(islice(_frames(source), count))
    if not frames:
        raise UsageError(f"There are no frames in {shown_source(source)}.")
    if size is None:
        return frames
    return [np.asarray(Pillow.fromarray(frame).resize(size)) for frame in frames]


def _of_folder(folder: Path, count: int) -> list[Image]:
    files = sorted(list_pictures(folder, depth=_DEPTH).pictures)
    images: list[Image] = []
    for index in _evenly(len(files), count):
        with suppress(PictureError):  # a name may be wrong, or a file damaged
            images.append(load_picture(files[index]))
    return images


def _of_clip(source: str, count: int) -> list[Image]:
    length = sum(1 for _ in _frames(source))
    wanted = set(_evenly(length, count))
    return [image for index, image in enumerate(_frames(source)) if index in wanted]


def _evenly(length: int, count: int) -> list[int]:
    return (
        [index * length // count for index in range(count)] if length > count else [*range(length)]
    )


def _frames(spec: str) -> Iterator[Image]:
    source = open_source(spec)
    source.open()
    try:
        while (picture := source.read()) is not None:
            yield picture.image
    finally:
        source.close()
