"""How large the pictures are that a source gives on."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.capture.size import MOST_PIXELS, fitted, fitting


@pytest.mark.parametrize(
    ("size", "fits"),
    [((80, 40), (80, 40)), ((80.4, 39.6), (80, 40)), ((160, 80), (80, 40)), ((80, 160), (40, 80))],
)
def test_a_larger_picture_is_scaled_down_in_its_proportions(
    size: tuple[float, float], fits: tuple[int, int]
) -> None:
    assert fitting(size[0], size[1], most_pixels=3200) == fits


def test_pictures_up_to_the_film_format_of_four_thousand_columns_are_left_alone() -> None:
    assert fitting(4096, 2160) == (4096, 2160)
    image = np.zeros((48, 64, 3), np.uint8)
    assert fitted(image) is image


def test_a_picture_keeps_its_content_when_it_is_scaled_down() -> None:
    image = np.zeros((3000, 6000, 3), np.uint8)
    image[:, :3000] = (250, 120, 10)
    small = fitted(image)
    height, width, _ = small.shape
    assert width / height == pytest.approx(2.0, abs=0.01)
    assert 0.99 * MOST_PIXELS < width * height <= MOST_PIXELS
    assert small[height // 2, width // 4].tolist() == [250, 120, 10]
    assert small[height // 2, width * 3 // 4].tolist() == [0, 0, 0]
