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
    assert heights == sorted(heights, reverse=True)


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
