"""Pictures as they are to be seen."""

from __future__ import annotations

import gc
import math
from fractions import Fraction

import av
import numpy as np
import pytest

from facecam.capture.media.upright import FrameConverter, square_size, turned

ONE = 1 << 16
PICTURE = np.array([[[1] * 3, [2] * 3, [3] * 3], [[4] * 3, [5] * 3, [6] * 3]], np.uint8)


def values(image: np.ndarray) -> list[list[int]]:
    return [[int(value) for value in row] for row in image[..., 0]]


def matrix(a: int, b: int, c: int, d: int) -> tuple[int, ...]:
    return (a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (None, [[1, 2, 3], [4, 5, 6]]),
        (matrix(1, 0, 0, 1), [[1, 2, 3], [4, 5, 6]]),
        (matrix(-1, 0, 0, -1), [[6, 5, 4], [3, 2, 1]]),  # upside down
        (matrix(0, 1, -1, 0), [[4, 1], [5, 2], [6, 3]]),  # clockwise
        (matrix(0, -1, 1, 0), [[3, 6], [2, 5], [1, 4]]),  # anticlockwise
        (matrix(-1, 0, 0, 1), [[3, 2, 1], [6, 5, 4]]),  # mirrored
        (matrix(1, 0, 0, -1), [[4, 5, 6], [1, 2, 3]]),  # standing on its head
        (matrix(0, 1, 1, 0), [[1, 4], [2, 5], [3, 6]]),
    ],
)
def test_a_picture_is_turned_as_its_display_matrix_says(said, seen) -> None:
    image = turned(PICTURE, said)
    assert values(image) == seen
    assert image.flags.c_contiguous


def test_an_odd_angle_is_taken_for_the_nearest_quarter_turn() -> None:
    c, s = (round(ONE * f(math.radians(80))) for f in (math.cos, math.sin))
    assert values(turned(PICTURE, (c, s, 0, -s, c, 0, 0, 0, 1 << 30))) == [[4, 1], [5, 2], [6, 3]]


@pytest.mark.parametrize(
    ("pixel_shape", "size"),
    [
        (None, (720, 576)),
        (Fraction(1), (720, 576)),
        (Fraction(64, 45), (1024, 576)),  # a DVD in 16:9
        (Fraction(16, 15), (768, 576)),
        (Fraction(1, 2), (720, 1152)),
        (Fraction(8, 3), (1920, 576)),
        (Fraction(0), (720, 576)),
        (Fraction(200), (720, 576)),
        (Fraction(1, 200), (720, 576)),
    ],
)
def test_pixels_become_square_and_none_is_lost(pixel_shape, size) -> None:
    assert square_size(720, 576, pixel_shape) == pytest.approx(size, abs=0.5)


def test_colours_stay_in_their_order() -> None:
    orange = np.full((48, 64, 3), (250, 130, 10), np.uint8)
    frame = av.VideoFrame.from_ndarray(orange, format="rgb24").reformat(format="yuv420p")
    image = FrameConverter().picture(frame, None)
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    assert image.mean(axis=(0, 1)) == pytest.approx([250, 130, 10], abs=4)


def test_a_picture_that_is_too_large_is_scaled_down(monkeypatch) -> None:
    monkeypatch.setattr("facecam.capture.media.upright.fitting", lambda *_: (32, 24))
    frame = av.VideoFrame(64, 48, "yuv420p")
    assert FrameConverter().picture(frame, None).shape == (24, 32, 3)


def test_a_width_that_needs_padding_does_not_shear_the_picture() -> None:
    left_white = np.zeros((10, 37, 3), np.uint8)
    left_white[:, :20] = 255
    frame = av.VideoFrame.from_ndarray(left_white, format="rgb24")
    assert np.array_equal(FrameConverter().picture(frame, None), left_white)


def test_frames_are_let_go_of_without_waiting_for_the_garbage_collector() -> None:
    upright = FrameConverter()
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            upright.picture(av.VideoFrame(64, 48, "yuv420p"), None)
        kept = sum(isinstance(one, av.VideoFrame) for one in gc.get_objects())
    finally:
        gc.enable()
    assert kept <= 1
