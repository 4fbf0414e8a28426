import numpy as np
import pytest

from facecam.detect.mtcnn import Mtcnn
from facecam.network import Array


class BlindNetwork:
    """A P-Net that sees a face nowhere; stands in for R- and O-Net, which then must not run."""

    def __init__(self):
        self.shapes = []

    def run(self, **inputs: Array) -> dict[str, Array]:
        image = inputs["image"]
        self.shapes.append(image.shape)
        cells = (1, (image.shape[1] - 10) // 2, (image.shape[2] - 10) // 2)
        return {"probability": np.zeros(cells, np.float32), "offsets": np.zeros((*cells, 4))}


def test_nothing_proposed_means_no_face_and_no_work_for_the_later_networks():
    pnet, later = BlindNetwork(), BlindNetwork()
    assert Mtcnn(pnet, later, later).detect(np.zeros((240, 320, 3), np.uint8)) == []
    assert pnet.shapes
    assert later.shapes == []


def test_the_pyramid_starts_where_the_smallest_face_fills_pnets_window():
    pnet = BlindNetwork()
    Mtcnn(pnet, pnet, pnet, min_face_px=40).detect(np.zeros((480, 640, 3), np.uint8))
    heights = [shape[1] for shape in pnet.shapes]
    assert heights[0] == 480 * 12 // 40
    assert min(heights) >= 12
    np.testing.assert_allclose(np.divide(heights[1:], heights[:-1]), 0.709, atol=0.04)
    assert min(heights) * 0.709 < 12


@pytest.mark.parametrize("shape", [(1, 1, 3), (39, 500, 3), (500, 12, 3)])
def test_a_picture_smaller_than_the_smallest_face_has_none(shape):
    pnet = BlindNetwork()
    assert Mtcnn(pnet, pnet, pnet, min_face_px=40).detect(np.zeros(shape, np.uint8)) == []
    assert pnet.shapes == []


def test_impossible_settings_are_refused_with_the_value_given():
    with pytest.raises(ValueError, match="at least 12, not 5"):
        Mtcnn(BlindNetwork(), BlindNetwork(), BlindNetwork(), min_face_px=5)
    with pytest.raises(ValueError, match="between 0 and 1, not 1"):
        Mtcnn(BlindNetwork(), BlindNetwork(), BlindNetwork(), factor=1.0)


class GarbledNetwork:
    """Answers in the right shapes with numbers from a list."""

    def __init__(self, numbers, *, is_pnet=False):
        self._numbers = numbers
        self._is_pnet = is_pnet

    def run(self, **inputs: Array) -> dict[str, Array]:
        count, height, width, _ = inputs["image"].shape
        cells = (count, (height - 10) // 2, (width - 10) // 2) if self._is_pnet else (count,)
        return {
            "probability": self._filled(cells),
            "offsets": self._filled((*cells, 4)),
            "landmarks": self._filled((*cells, 5, 2)),
        }

    def _filled(self, shape):
        return np.resize(np.array(self._numbers, np.float32), shape)


@pytest.mark.parametrize(
    "numbers",
    [
        (np.nan,),
        (np.inf,),
        (-np.inf, np.inf),
        (3e38,),
        (0.9, np.nan, 0.9, 0.9, np.inf),
        (0.9, 0.9, 3e38),
        (1e-45, 0.9),
        (0.9, -0.2, 30.0),
    ],
)
def test_whatever_damaged_networks_say_faces_have_places_and_scores(numbers):
    pnet, later = GarbledNetwork(numbers, is_pnet=True), GarbledNetwork(numbers)
    mtcnn = Mtcnn(pnet, later, later, min_face_px=80)
    image = np.zeros((120, 160, 3), np.uint8)
    boxes = np.array([[10, 10, 60, 60], [20, 20, 70, 70]], np.float32)
    for found in [*mtcnn.detect(image), *filter(None, mtcnn.refine(image, boxes, 0.5))]:
        assert np.isfinite(found.box).all()
        assert np.isfinite(found.landmarks).all()
        assert 0.5 <= found.score <= 1
