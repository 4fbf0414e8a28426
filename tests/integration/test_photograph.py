"""Detection, embedding and matching on the demo's photograph, which everybody has."""

from pathlib import Path

import cv2
import matplotlib
import numpy as np
import pytest

from facecam.picture import load_picture
from facecam.pipeline import open_recogniser
from facecam.types import Decision, GallerySnapshot

pytestmark = pytest.mark.weights

PHOTOGRAPH = Path(matplotlib.__file__).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"
BOX = (175, 117, 349, 335)
LANDMARKS = [(222, 193), (308, 189), (269, 239), (233, 280), (306, 276)]
"""Eyes, nose and corners of the mouth, as a person sees them in the photograph."""


@pytest.fixture(scope="module")
def photograph():
    return load_picture(PHOTOGRAPH)


@pytest.fixture(scope="module")
def recogniser(photograph):
    """Knows the photograph's face by name."""
    opened = open_recogniser()
    [face] = opened.identify(photograph)
    assert face.sample is not None
    rows = face.sample.embedding[None]
    opened.use_gallery(GallerySnapshot(opened.model_id, rows, np.array([1]), {1: "Grace"}))
    return opened


def turned(image, degrees):
    middle = image.shape[1] / 2, image.shape[0] / 2
    return cv2.warpAffine(image, cv2.getRotationMatrix2D(middle, degrees, 1), image.shape[1::-1])


def bulged(image):
    """The face as a convex mirror shows it: nobody's any more, to FaceNet."""
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]].astype(np.float32)
    dx, dy = x - 264, y - 225
    radius = np.hypot(dx, dy) / 150
    factor = np.where(radius < 1, np.maximum(radius, 1e-3) ** -0.5, 1).astype(np.float32)
    return cv2.remap(image, 264 + dx * factor, 225 + dy * factor, cv2.INTER_LINEAR)


def test_the_face_is_found_where_it_is_and_nothing_else_is(recogniser, photograph):
    [face] = recogniser.identify(photograph)
    np.testing.assert_allclose(face.detection.box, BOX, atol=8)
    np.testing.assert_allclose(face.detection.landmarks, LANDMARKS, atol=8)
    assert face.detection.score > 0.99


@pytest.mark.parametrize("scale", [0.25, 0.5, 2.0])
def test_it_is_found_there_at_every_size(recogniser, photograph, scale):
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=how)
    [face] = recogniser.identify(resized)
    np.testing.assert_allclose(face.detection.box / scale, BOX, atol=14)
    np.testing.assert_allclose(face.detection.landmarks / scale, LANDMARKS, atol=10)
    assert face.match.name == "Grace"


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image[:, ::-1],
        lambda image: (image * 0.4).astype(np.uint8),
        lambda image: np.clip(image + 60.0, 0, 255).astype(np.uint8),
        lambda image: cv2.GaussianBlur(image, (0, 0), 2),
        lambda image: turned(image, 12),
        lambda image: turned(image, -12),
        lambda image: image[60:, 120:400],
    ],
    ids=["mirrored", "dark", "bright", "soft", "leaning", "leaning back", "cropped"],
)
def test_it_is_known_again_however_the_picture_was_taken(recogniser, photograph, change):
    [face] = recogniser.identify(np.ascontiguousarray(change(photograph)))
    assert (face.match.decision, face.match.name) == (Decision.KNOWN, "Grace")


def test_another_face_is_not_given_the_name(recogniser, photograph):
    [face] = recogniser.identify(bulged(photograph))
    assert face.match.decision is Decision.UNKNOWN
    assert face.match.name is None


@pytest.mark.parametrize(
    "change",
    [lambda image: image[::-1], lambda image: image[350:], lambda image: 255 - image],
    ids=["upside down", "the uniform", "a negative"],
)
def test_where_there_is_no_upright_face_none_is_found(recogniser, photograph, change):
    assert recogniser.identify(np.ascontiguousarray(change(photograph))) == ()
