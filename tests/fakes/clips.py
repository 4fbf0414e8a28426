"""Clips made on the spot, of every kind that people have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile

import av
import numpy as np
from av.stream import Disposition
from av.video.stream import VideoStream

from facecam.types import Image

FPS = 25
SIZE = (64, 48)
"""Width and height, pixels."""


def grey_of(number: int) -> int:
    """The grey value of picture ``number``, from 0 to 24."""
    return 10 + 10 * number


def number_in(image: Image) -> int:
    """The number of the picture that this is, after coding and decoding."""
    return round((float(image.mean()) - 10) / 10)


def make_clip(
    *,
    pictures: int = 20,
    size: tuple[int, int] = SIZE,
    form: str = "mp4",
    codec: str = "mpeg4",
    stamps: Sequence[float] | None = None,
    pixel_shape: Fraction | None = None,
    turned: tuple[float, bool] | None = None,
    options: dict[str, str] | None = None,
    images: Sequence[Image] | None = None,
) -> bytes:
    """A clip whose picture n is of one grey, ``grey_of(n)``.

    Args:
        pictures: how many.
        size: width and height.
        form: FFmpeg's name of the container.
        codec: and of the coding.
        stamps: when each is shown, seconds; 25 a second if not given.
        pixel_shape: width by height of a pixel; square if not given.
        turned: degrees anticlockwise by which it is to be shown turned, and
            whether mirrored as well.
        options: of the container.
        images: other pictures instead.
    """
    if images is None:
        images = [np.full((size[1], size[0], 3), grey_of(n), np.uint8) for n in range(pictures)]
    evenly = stamps is None
    stamps = stamps or [n / FPS for n in range(len(images))]
    with (
        NamedTemporaryFile() as file,
        av.open(file.name, "w", format=form, options=options or {}) as container,
    ):
        stream = container.add_stream(codec, rate=FPS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, FPS if evenly else 1000)
        stream.codec_context.gop_size = 5
        stream.codec_context.bit_rate = 4_000_000
        if pixel_shape is not None:
            stream.codec_context.sample_aspect_ratio = pixel_shape
        if turned is not None:
            stream.set_display_rotation(turned[0], hflip=turned[1])
        for image, stamp_s in zip(images, stamps, strict=True):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = round(1000 * stamp_s), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        container.close()
        return Path(file.name).read_bytes()


def with_a_cover(cover: Disposition) -> bytes:
    """An MP4 with a picture of 128×128, said to be ``cover``, before its video of 20 of 64×64."""
    with NamedTemporaryFile() as file, av.open(file.name, "w", format="mp4") as container:
        streams = []
        for codec, side, disposition in (("mjpeg", 128, cover), ("mpeg4", 64, Disposition.default)):
            stream = container.add_stream(codec, rate=FPS)
            assert isinstance(stream, VideoStream)
            stream.width = stream.height = side
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.disposition = disposition
            streams.append(stream)
        for stream, pictures in zip(streams, (1, 20), strict=True):
            for n in range(pictures):
                frame = av.VideoFrame(stream.width, stream.height, "rgb24")
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        container.close()
        return Path(file.name).read_bytes()


def trimmed(clip: bytes, seconds: float) -> bytes:
    """An MP4 of which an edit list shows the beginning only; all its pictures stay in the file."""
    return _patched(clip, b"elst", 8, _ticks(clip, seconds))


def boasting(clip: bytes, seconds: float) -> bytes:
    """An MP4 whose headers state another duration than its pictures have."""
    ticks = _ticks(clip, seconds)
    for box, offset in ((b"mvhd", 16), (b"tkhd", 20), (b"elst", 8)):
        clip = _patched(clip, box, offset, ticks)
    return clip


def _ticks(clip: bytes, seconds: float) -> int:
    start = clip.index(b"mvhd") + 4 + 12
    return round(seconds * int.from_bytes(clip[start : start + 4]))


def _patched(clip: bytes, box: bytes, offset: int, value: int) -> bytes:
    """The clip with a number of four bytes replaced, so far behind the box's name."""
    at = clip.index(box) + 4 + offset
    return clip[:at] + value.to_bytes(4) + clip[at + 4 :]
