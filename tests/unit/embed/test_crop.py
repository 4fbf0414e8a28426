import numpy as np
import pytest

from facecam.detect.upright import turned_back
from facecam.embed.crop import CROP_SIZE, MARGIN, crop_box, crop_face
from facecam.embed.facenet import FaceNet, standardised
from facecam.network import Array
from facecam.types import Detection
from tests.fakes.cascade import ramp


def test_the_margin_is_a_share_of_the_box_so_that_resolution_does_not_matter():
    box = np.array([100, 100, 180, 200], np.float32)
    small, large = crop_box(box), crop_box(box * 3)
    np.testing.assert_allclose(small * 3, large, rtol=1e-6)
    np.testing.assert_allclose((small[2] - small[0]) - 80, MARGIN * 90, rtol=1e-5)


@pytest.mark.parametrize(
    "box",
    [(-50, -50, 30, 30), (90, 70, 300, 300), (40, 40, 41, 41), (500, 500, 600, 600)],
    ids=["beyond the corner", "beyond the end", "one pixel", "wholly outside"],
)
def test_any_box_gives_a_crop_of_the_networks_size(box):
    picture = np.full((80, 100, 3), 7, np.uint8)
    crop = crop_face(picture, np.array(box, np.float32))
    assert crop.shape == (CROP_SIZE, CROP_SIZE, 3)
    assert (crop == 7).all()


@pytest.mark.parametrize("turned_deg", [90, 180, 270])
def test_a_face_on_its_side_is_cut_out_upright(turned_deg):
    upright = np.random.default_rng(1).integers(0, 255, (120, 200, 3)).astype(np.uint8)
    face = np.array([60, 20, 100, 70], np.float32)
    lying = np.rot90(upright, turned_deg // 90).copy()
    box = turned_back(
        Detection(face, np.zeros((5, 2), np.float32), 1.0), turned_deg, *lying.shape[1::-1]
    ).box
    expected = crop_face(upright, face)
    assert np.abs(crop_face(lying, box, turned_deg).astype(int) - expected).max() <= 1


def test_a_crop_shows_the_box_with_its_margin():
    picture = ramp(200, 250)
    crop = crop_face(picture, np.array([80, 60, 140, 150], np.float32)).astype(int)
    margin = MARGIN * 75 / 2
    x, y = crop[80, :, 0], crop[:, 80, 1]
    assert (x[0], x[-1] + 1) == pytest.approx((80 - margin, 140 + margin), abs=1)
    assert (y[0], y[-1] + 1) == pytest.approx((60 - margin, 150 + margin), abs=1)


def test_at_the_edge_a_crop_shows_the_part_that_is_in_the_picture():
    picture = ramp(200, 250)
    for box in ([-10, -20, 50, 40], [210, 150, 270, 210]):
        inside = np.clip(crop_box(np.array(box, np.float32)), 0, [250, 200, 250, 200])
        crop = crop_face(picture, np.array(box, np.float32)).astype(int)
        shown = crop[80, 0, 0], crop[0, 80, 1], crop[80, -1, 0] + 1, crop[-1, 80, 1] + 1
        assert shown == pytest.approx(tuple(inside), abs=1)


def test_a_large_face_is_averaged_and_not_sampled():
    stripes = np.zeros((800, 800, 3), np.uint8)
    stripes[:, ::2] = 255
    crop = crop_face(stripes, np.array([100, 100, 520, 520], np.float32))
    assert crop.std() < 20


def test_standardisation_is_facenets_fixed_one():
    crop = np.array([[[0, 127, 255]]], np.uint8)
    np.testing.assert_allclose(standardised(crop)[0, 0], [-0.99609375, -0.00390625, 0.99609375])


class BrightnessNetwork:
    def run(self, **inputs: Array) -> dict[str, Array]:
        image = inputs["image"]
        assert image.shape == (1, CROP_SIZE, CROP_SIZE, 3)
        return {"embedding": np.array([[image.mean(), 2.0]], np.float32)}


def test_embeddings_have_length_one_and_follow_the_order_of_the_crops():
    dark, bright = (np.full((160, 160, 3), value, np.uint8) for value in (0, 255))
    embeddings = FaceNet(BrightnessNetwork(), "fake", 2).embed([dark, bright])
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-6)
    assert embeddings[0, 0] < 0 < embeddings[1, 0]


def test_no_crops_give_no_embeddings():
    assert FaceNet(BrightnessNetwork(), "fake", 2).embed([]).shape == (0, 2)
