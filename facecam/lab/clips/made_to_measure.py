"""Clips made to measure: another size, another rate, repeated until long enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from facecam.address import shown_source
from facecam.capture import open_source
from facecam.errors import UsageError
from facecam.files import named_in_unicode
from facecam.types import Image

USUAL_FPS = 25.0


def make_clip(
    source: str,
    file: Path,
    *,
    size: tuple[int, int] | None = None,
    fps: float | None = None,
    seconds: float | None = None,
) -> None:
    """Write a source's frames as an MPEG-4 video.

    Args:
        source: a video, a folder or the demo, as for ``--source``.
        file: where to write it; its name is plain text that ends in ``.mp4``.
        size: width and height, pixels; None leaves them.
        fps: frames a second, every frame of the source staying one; None for the source's.
        seconds: how long the clip becomes, the source being repeated or broken
            off for it; None for the source's length.

    Raises:
        CaptureError: the source cannot be read.
        UsageError: it has no frames or no end, or nothing can be written.
    """
    own_rate = _rate(source, may_be_endless=seconds is not None)
    rate = fps or own_rate
    most = None if seconds is None else max(1, round(seconds * rate))
    writer: cv2.VideoWriter | None = None
    try:
        for number, image in enumerate(_repeated(source, forever=seconds is not None)):
            if most is not None and number >= most:
                break
            if writer is None:
                size = size or (image.shape[1], image.shape[0])
                writer = _writer(file, rate, size)
            resized = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            writer.write(cv2.cvtColor(resized, cv2.COLOR_RGB2BGR))

    finally:
        if writer is not None:
            writer.release()
    if writer is None:
        raise UsageError(f"There are no frames in {shown_source(source)}.")


def _writer(file: Path, rate: float, size: tuple[int, int]) -> cv2.VideoWriter:
    with named_in_unicode(file.parent) as folder:
        name = f"{folder}/{file.name}"
        writer = cv2.VideoWriter(name, cv2.VideoWriter.fourcc(*"mp4v"), rate, size)
    if not writer.isOpened():
        raise UsageError(f"A video of {size[0]}×{size[1]} cannot be written to {file}.")
    return writer


def _rate(spec: str, *, may_be_endless: bool) -> float:
    source = open_source(spec)
    if source.live and not may_be_endless:
        raise UsageError(f"{shown_source(spec)} has no end of its own: give --seconds.")
    source.open()
    rate = source.fps
    source.close()
    return rate or USUAL_FPS


def _repeated(spec: str, *, forever: bool) -> Iterator[Image]:
    came = True
    while came:
        came = False
        source = open_source(spec)
        source.open()
        try:
            while (picture := source.read()) is not None:
                came = forever
                yield picture.image
        finally:
            source.close()
