import numpy as np
import pytest

from facecam.detect.upright import turned_back
from facecam.embed.crop import CROP_SIZE, MARGIN, crop_box, crop_face
from facecam.embed.facenet import FaceNet, standardised
from facecam.network import Array
from facecam.types import Detection


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
