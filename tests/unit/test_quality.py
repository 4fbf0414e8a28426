"""What a face's embedding is worth, and which faces are not worth one."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.quality import fault, frontality, quality, sharpness, visibility
from facecam.types import Detection, Reason

RANDOM = np.random.default_rng(0)


def grain(cells, strength):
    """Random grey patches, so many across, (160, 160, 1) float32."""
    patches = RANDOM.normal(0, strength, (cells, cells)).astype(np.float32)
    return cv2.resize(patches, (160, 160), interpolation=cv2.INTER_CUBIC)[..., None]


SHARP = np.clip(128 + grain(4, 45) + grain(50, 25), 0, 255).astype(np.uint8).repeat(3, axis=2)


def face(side=100, nose_x=0.5, score=1.0):
    points = np.array([[0.3, 0.4], [0.7, 0.4], [0.3 + 0.4 * nose_x, 0.6], [0.35, 0.8], [0.65, 0.8]])
    box = np.array([0, 0, side, side], np.float32)
    return Detection(box, (points * side).astype(np.float32), score)


def test_a_large_frontal_sharp_face_is_worth_most():
    assert quality(face(), SHARP) == pytest.approx(1.0, abs=1e-3)
    poorer = [
        quality(face(side=50), SHARP),
        quality(face(nose_x=0.2), SHARP),
        quality(face(score=0.6), SHARP),
        quality(face(), cv2.GaussianBlur(SHARP, (0, 0), 4)),
    ]
    assert max(poorer) < 0.7


def test_no_face_is_worth_nothing_so_that_weights_can_be_divided_by():
    assert visibility(face(side=1, nose_x=-1)) > 0


@pytest.mark.parametrize(("nose_x", "expected"), [(0.5, 1.0), (0.25, 0.5), (0.0, 0.0), (1.5, 0.0)])
def test_a_face_is_the_more_frontal_the_nearer_the_nose_is_to_the_middle(nose_x, expected):
    assert frontality(face(nose_x=nose_x)) == pytest.approx(expected, abs=1e-6)


def test_movement_along_one_axis_is_seen_as_blur():
    moved = cv2.blur(SHARP, (31, 1))
    assert sharpness(moved) < 0.1 * sharpness(SHARP)


@pytest.mark.parametrize(
    ("detection", "crop", "reason"),
    [
        (face(), SHARP, None),
        (face(side=15), SHARP, Reason.TOO_SMALL),
        (face(nose_x=-0.1), SHARP, Reason.TURNED_AWAY),
        (face(), SHARP // 16, Reason.TOO_DARK),
        (face(), np.full_like(SHARP, 252), Reason.TOO_BRIGHT),
        (face(), cv2.GaussianBlur(SHARP, (0, 0), 12), Reason.BLURRED),
    ],
    ids=["good", "small", "profile", "dark", "bright", "blurred"],
)
def test_a_face_that_cannot_be_judged_says_why(detection, crop, reason):
    assert fault(detection, crop) is reason


WHATEVER = st.floats(width=32)


@given(
    arrays(np.float32, 4, elements=WHATEVER),
    arrays(np.float32, (5, 2), elements=WHATEVER),
    WHATEVER,
)
@pytest.mark.filterwarnings("ignore:(overflow|invalid value):RuntimeWarning")
def test_a_weight_is_above_nothing_and_at_most_one_whatever_the_detector_says(box, points, score):
    detection = Detection(box, points, score)
    assert 0 < visibility(detection) <= 1
    assert 0 < quality(detection, SHARP) <= 1


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("ignore:(overflow|invalid value):RuntimeWarning")
def test_a_face_that_is_nowhere_cannot_be_judged(number):
    good = face()
    nowhere = np.full_like(good.landmarks, number)
    assert fault(Detection(good.box, nowhere, 1.0), SHARP) is Reason.TURNED_AWAY
    assert fault(Detection(np.full(4, np.nan, np.float32), good.landmarks, 1.0), SHARP)
