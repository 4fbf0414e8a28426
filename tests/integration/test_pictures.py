"""Pictures as people have them, with the real weights: in any format, whichever way up."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest

from facecam.detect.upright import is_upright
from facecam.listing import list_pictures
from facecam.picture import load_picture
from facecam.pipeline import open_recogniser, open_video_recogniser
from facecam.types import Frame

pytestmark = [pytest.mark.weights, pytest.mark.data]


@pytest.fixture(scope="module")
def recogniser():
    return open_recogniser()


@pytest.fixture(scope="module")
def portrait(shared_data):
    """The photograph that the hard inputs were made of."""
    return shared_data / "portraits" / "obama2.jpg"


def embedding(recogniser, image):
    faces, turned_deg = recogniser.identify_upright(image)
    assert len(faces) == 1
    return faces[0].sample.embedding, turned_deg


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("photo.jfif", 0.98),
        ("photo.avif", 0.98),
        ("photo.heic", 0.98),
        ("truncated_no_eoi.jpg", 0.98),
        ("grey16_12bit_values.png", 0.9),
    ],
)
def test_one_photograph_is_one_person_in_every_format(
    recogniser, shared_data, portrait, name, least
):
    found, _ = embedding(recogniser, load_picture(shared_data / "hard_inputs" / name))
    expected, _ = embedding(recogniser, load_picture(portrait))
    assert found @ expected >= least


@pytest.mark.parametrize("bits", [10, 12, 14])
@pytest.mark.parametrize("mode", ["grey.png", "grey.tiff", "colour.png", "colour.tiff"])
def test_a_deep_picture_is_as_good_as_its_eight_bits(recogniser, portrait, tmp_path, bits, mode):
    import cv2

    image = load_picture(portrait)[::2, ::2]
    values = (image.astype(np.uint32) * (2**bits - 1) // 255).astype(np.uint16)
    if mode.startswith("grey"):
        image = np.repeat(image[..., 1:2], 3, axis=2)
        values = values[..., 1]
    else:
        values = values[..., ::-1]
    path = tmp_path / mode
    cv2.imwrite(str(path), values)
    found, _ = embedding(recogniser, load_picture(path))
    assert found @ embedding(recogniser, image)[0] >= 0.98


@pytest.mark.parametrize("turned_deg", [90, 180, 270])
@pytest.mark.parametrize("name", ["obama.jpg", "obama2.jpg", "biden.jpg"])
def test_a_picture_on_its_side_gives_the_embedding_of_the_upright_one(
    recogniser, shared_data, name, turned_deg
):
    image = load_picture(shared_data / "portraits" / name)
    expected, at_first = embedding(recogniser, image)
    found, turned_back = embedding(recogniser, np.rot90(image, turned_deg // 90).copy())
    assert (at_first, turned_back) == (0, turned_deg)
    assert found @ expected >= 0.98


def test_a_box_is_on_the_face_of_the_picture_as_it_was_given(recogniser, portrait):
    image = load_picture(portrait)
    (upright,), _ = recogniser.identify_upright(image)
    (found,), _ = recogniser.identify_upright(np.rot90(image, 2).copy())
    size = np.array([image.shape[1], image.shape[0]] * 2)
    turned = (size - found.detection.box)[[2, 3, 0, 1]]
    assert np.abs(turned - upright.detection.box).max() < 3
    assert not is_upright(found.detection)


def test_upright_pictures_are_not_turned_and_turned_ones_are(recogniser, shared_data):
    wrong = 0
    pictures = list_pictures(shared_data / "lfw_dev", depth=2).pictures[::150]
    for number, path in enumerate(pictures):
        quarters = number % 4
        image = np.rot90(load_picture(path), quarters).copy()
        _, turned_deg = recogniser.identify_upright(image)
        assert quarters or turned_deg == 0
        wrong += turned_deg != 90 * quarters
    assert len(pictures) == 16
    assert wrong == 0


def test_a_photograph_taken_sideways_is_upright_by_its_exif(recogniser, portrait, tmp_path):
    exif = PIL.Image.Exif()
    exif[0x0112] = 8
    path = tmp_path / "sideways.jpg"
    stored = np.rot90(load_picture(portrait), -1)
    PIL.Image.fromarray(stored).save(path, exif=exif, quality=95)
    found, turned_deg = embedding(recogniser, load_picture(path))
    assert turned_deg == 0
    assert found @ embedding(recogniser, load_picture(portrait))[0] >= 0.98


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_picture_shown_in_the_window_may_lie_on_its_side(recogniser, portrait, quarters):
    image = load_picture(portrait)
    expected, _ = embedding(recogniser, image)
    lying = np.rot90(image, quarters).copy()
    video = open_video_recogniser()
    (found,) = video.recognise(Frame(1, lying, 0.0, 0.0, is_still=True)).faces
    assert found.detection.turned_deg == 90 * quarters
    assert found.sample is not None
    assert found.sample.embedding @ expected >= 0.98
