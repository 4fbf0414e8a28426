"""A decoded picture as it is to be seen: upright, in RGB, with square pixels."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import cast

import numpy as np
from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from facecam.capture.size import fitting
from facecam.types import Image

_MATRIX = struct.Struct("=9i")  # as FFmpeg's: a b u, c d v, x y w
_LIKELY_SHAPE = (1 / 8, 8.0)


class FrameConverter:
    """Turns decoded frames into upright RGB pictures; reuses FFmpeg's converter between them."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._rotation: int | None = None
        self._matrix: tuple[int, ...] | None = None

    def picture(self, frame: VideoFrame, pixel_shape: Fraction | None) -> Image:
        """Return a frame as ``(height, width, 3)`` uint8, RGB.

        Args:
            frame: as decoded.
            pixel_shape: width by height of one of its pixels; None for square.
        """
        size = fitting(*square_size(frame.width, frame.height, pixel_shape))
        rgb = self._reformatter.reformat(
            frame, *size, "rgb24", interpolation=Interpolation.BICUBIC, threads=1
        )
        return turned(np.asarray(rgb.to_ndarray(), dtype=np.uint8), self._matrix_of(frame))

    def _matrix_of(self, frame: VideoFrame) -> tuple[int, ...] | None:
        """Return a frame's display matrix, read anew only when its angle is another.

        Reading a frame's side data makes a reference cycle, which keeps the frame in
        memory until Python's garbage collector runs.
        """
        if frame.rotation != self._rotation:
            said = cast("SideDataContainer", frame.side_data).get("DISPLAYMATRIX")
            self._matrix = None if said is None else _MATRIX.unpack(bytes(said)[: _MATRIX.size])
            self._rotation = frame.rotation
        return self._matrix


def square_size(width: int, height: int, pixel_shape: Fraction | None) -> tuple[float, float]:
    """Return the width and height of a picture once its pixels are square.

    The shorter side of the pixels is stretched, so that nothing is lost. A shape
    beyond 8:1 is a fault, and left alone.
    """
    shape = float(pixel_shape or 1)
    if not _LIKELY_SHAPE[0] <= shape <= _LIKELY_SHAPE[1]:
        shape = 1.0
    return width * max(1.0, shape), height / min(1.0, shape)


def turned(image: Image, matrix: tuple[int, ...] | None) -> Image:
    """Return a picture turned and mirrored as its display matrix says.

    Args:
        image: ``(height, width, 3)`` uint8.
        matrix: the nine numbers, row by row; a pixel (x, y) is shown at
            (a·x + c·y, b·x + d·y). Other angles than quarter turns go to the
            nearest. None for upright.

    Returns:
        ``(height, width, 3)`` uint8, contiguous; width and height may be exchanged.
    """
    if matrix is None:
        return np.ascontiguousarray(image)
    a, b, _, c, d = matrix[:5]
    lies = abs(b) + abs(c) > abs(a) + abs(d)
    if lies:
        image = image.transpose(1, 0, 2)
    if (c if lies else a) < 0:
        image = image[:, ::-1]
    if (b if lies else d) < 0:
        image = image[::-1]
    return np.ascontiguousarray(image)
