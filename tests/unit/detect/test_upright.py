"""A picture on its side or upside down is turned until its face is upright."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.detect.upright import LEAST, SURE, find_upright, is_upright, turned_back
from facecam.types import Detection, Image

WIDTH, HEIGHT = 200, 120


def face(score: float, *, side: float = 40.0, lies: bool = False) -> Detection:
    fractions = [[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]]
    landmarks = np.array(fractions, np.float32)
    if lies:
        landmarks = landmarks[:, ::-1]
    box = np.array([20, 10, 20 + side, 10 + side], np.float32)
    return Detection(box, (box[:2] + landmarks * side).astype(np.float32), score)


class Scene:
    """A picture whose top left corner is marked; what is seen depends on where the mark is."""

    def __init__(self, **seen: list[Detection]) -> None:
        self.picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        self.picture[0, 0] = 255
        self.searches = 0
        self._seen = seen

    def detect(self, image: Image) -> list[Detection]:
        self.searches += 1
        corners = {
            "turned_0": image[0, 0],
            "turned_90": image[0, -1],
            "turned_180": image[-1, -1],
            "turned_270": image[-1, 0],
        }
        (turn,) = [name for name, pixel in corners.items() if pixel.any()]
        return self._seen.get(turn, [])


def test_a_picture_that_is_surely_upright_is_searched_once():
    scene = Scene(turned_0=[face(SURE)], turned_180=[face(1.0)])
    found = find_upright(scene.picture, scene.detect)
    assert (found.turned_deg, scene.searches) == (0, 1)
    assert found.image is scene.picture


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("as_given", [[], [face(0.96)], [face(1.0, lies=True)]])
def test_it_is_turned_to_where_the_face_is_seen_best(degrees, as_given):
    scene = Scene(**{"turned_0": as_given, f"turned_{degrees}": [face(0.999)]})
    found = find_upright(scene.picture, scene.detect)
    assert found.turned_deg == degrees
    assert np.array_equal(np.rot90(found.image, degrees // 90), scene.picture)
    assert found.faces[0].score == 0.999


def test_an_unsure_face_stays_where_no_turn_shows_it_better():
    scene = Scene(turned_0=[face(0.97)], turned_90=[face(0.9)], turned_180=[face(1.0, lies=True)])
    assert find_upright(scene.picture, scene.detect).turned_deg == 0


def test_one_face_that_is_surely_upright_is_enough():
    scene = Scene(turned_0=[face(0.85, side=60), face(SURE)], turned_270=[face(1.0, side=60)])
    assert find_upright(scene.picture, scene.detect).turned_deg == 0


def test_a_turn_in_which_a_face_can_hardly_be_made_out_is_none():
    scene = Scene(turned_90=[face(LEAST - 0.01)])
    assert find_upright(scene.picture, scene.detect).turned_deg == 0


@pytest.mark.parametrize("seen", [[], [face(1.0, lies=True)]])
def test_nothing_is_turned_where_no_turn_helps(seen):
    scene = Scene(turned_0=seen)
    found = find_upright(scene.picture, scene.detect)
    assert (found.turned_deg, list(found.faces)) == (0, seen)


def test_faces_are_given_where_they_are_in_the_picture_as_it_was():
    scene = Scene(turned_90=[face(0.999)])
    (found,) = find_upright(scene.picture, scene.detect).as_given()
    assert found.turned_deg == 90
    assert found.box.tolist() == [10, HEIGHT - 60, 50, HEIGHT - 20]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_face_is_where_it_was_before_the_turn(degrees):
    """A pixel is marked, and found again after the turn."""
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[30:50, 140:170] = 255
    turned = np.rot90(picture, -(degrees // 90))
    rows, columns = np.nonzero(turned[..., 0])
    box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], np.float32)
    corner = np.array([[columns.min(), rows.min()]] * 5, np.float32)
    back = turned_back(Detection(box, corner, 0.9), degrees, WIDTH, HEIGHT)
    assert back.box.tolist() == [140, 30, 170, 50]
    assert back.landmarks[0, 0] in (140, 170)
    assert back.landmarks[0, 1] in (30, 50)
    assert back.turned_deg == degrees
    assert back.box.dtype == back.landmarks.dtype == np.float32


@pytest.mark.parametrize(("roll", "upright"), [(0, 1), (40, 1), (-40, 1), (50, 0), (180, 0)])
def test_eyes_above_the_mouth_are_upright(roll, upright):
    points = face(0.9).landmarks - face(0.9).landmarks.mean(axis=0)
    cos, sin = np.cos(np.radians(roll)), np.sin(np.radians(roll))
    tilted = (points @ np.array([[cos, sin], [-sin, cos]])).astype(np.float32)
    assert is_upright(Detection(face(0.9).box, tilted, 0.9)) == bool(upright)


def test_landmarks_that_say_nothing_are_not_upright():
    for value in (0.0, np.nan):
        assert not is_upright(Detection(face(0.9).box, np.full((5, 2), value, np.float32), 0.9))
