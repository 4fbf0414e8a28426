import numpy as np
import pytest

from facecam.detect.pyramid import Pyramid
from tests.fakes.cascade import ramp


@pytest.mark.parametrize(
    ("shape", "halved"),
    [
        ((100, 201), [(100, 201), (50, 100), (25, 50), (12, 25)]),
        ((250, 23), [(250, 23)]),
        ((12, 12), [(12, 12)]),
    ],
)
def test_a_picture_is_halved_until_a_side_would_be_smaller_than_pnets_window(shape, halved):
    assert [octave.shape[:2] for octave in Pyramid(ramp(*shape)).octaves] == halved


def test_a_patch_of_a_boxs_own_size_is_the_box():
    picture = ramp(100, 200)
    patch = Pyramid(picture).patches(np.array([[30, 40, 54, 64]], np.float32), 24)[0]
    np.testing.assert_array_equal(patch, picture[40:64, 30:54])


@pytest.mark.parametrize("side", [12, 24, 37, 48, 96, 150])
def test_a_patch_shows_the_same_place_whatever_octave_it_is_cut_from(side):
    box = np.array([[20, 30, 20 + side, 30 + side]], np.float32)
    patch = Pyramid(ramp(250, 250)).patches(box, 24)[0]
    expected = 20 + (np.arange(24) + 0.5) / 24 * side - 0.5
    np.testing.assert_allclose(patch[12, :, 0], expected, atol=1.6)
    np.testing.assert_allclose(patch[:, 12, 1], expected + 10, atol=1.6)


def test_halving_an_odd_side_moves_nothing():
    box = np.array([[20, 10, 220, 210]], np.float32)
    patch = Pyramid(ramp(215, 240)).patches(box, 24)[0]
    steps = (np.arange(24) + 0.5) / 24 * 200 - 0.5
    np.testing.assert_allclose(patch[12, :, 0], 20 + steps, atol=2)
    np.testing.assert_allclose(patch[:, 12, 1], 10 + steps, atol=2)


def test_what_lies_outside_the_picture_is_grey():
    patch = Pyramid(np.full((50, 50, 3), 200, np.uint8)).patches(
        np.array([[-24, 0, 24, 48]], np.float32), 24
    )[0]
    assert (patch[:, :11] == 127).all()
    assert patch[:, 13:].min() == 200


def test_fine_stripes_become_grey_and_not_a_pattern():
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::2] = 255
    patch = Pyramid(stripes).patches(np.array([[0, 0, 256, 256]], np.float32), 24)[0]
    assert patch[2:-2, 2:-2].std() < 3
    assert Pyramid(stripes).level(60, 60).std() < 3


def test_a_level_has_the_size_asked_for_even_when_larger_than_the_picture():
    assert Pyramid(ramp(20, 30)).level(45, 31).shape == (31, 45, 3)


def test_a_level_as_large_as_the_picture_is_the_picture():
    picture = np.random.default_rng(0).integers(0, 255, (50, 70, 3), np.uint8)
    np.testing.assert_array_equal(Pyramid(picture).level(70, 50), picture)
