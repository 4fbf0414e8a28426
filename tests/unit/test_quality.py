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


def rgb(grey):
    """A picture of those brightnesses, ``(h, w)``."""
    return np.clip(grey, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


SHARP = rgb(128 + (grain(4, 45) + grain(50, 25))[..., 0])


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


def test_a_pattern_twice_as_fine_holds_sixteen_times_the_detail():
    x = np.arange(160)
    coarse, fine = (
        128 + 100 * np.sin(2 * np.pi * (x + x[:, None]) / period) for period in (20, 10)
    )
    ratio = sharpness(rgb(fine)) / sharpness(rgb(coarse))
    assert ratio == pytest.approx(16, rel=0.1)


def test_detail_counts_as_brightly_as_its_colour_is_seen():
    shaded = np.tile(128 + 60 * np.sin(np.arange(160) / 25), (160, 1))
    red, blue, fine = rgb(shaded), rgb(shaded), grain(50, 20)[..., 0]
    red[..., 0] = np.clip(red[..., 0] + fine, 0, 255)
    blue[..., 2] = np.clip(blue[..., 2] + fine, 0, 255)
    assert sharpness(red) > 3 * sharpness(blue)


@pytest.mark.parametrize(
    ("around", "middle", "reason"),
    [
        (SHARP, cv2.GaussianBlur(SHARP, (0, 0), 12), Reason.BLURRED),
        (np.full_like(SHARP, 255), SHARP // 16, Reason.TOO_DARK),
        (np.zeros_like(SHARP), np.full_like(SHARP, 252), Reason.TOO_BRIGHT),
        (np.zeros_like(SHARP), SHARP, None),
    ],
    ids=["blurred", "dark", "bright", "good"],
)
def test_a_face_is_judged_by_the_crops_middle_and_not_by_what_stands_around_it(
    around, middle, reason
):
    crop = around.copy()
    crop[20:140, 20:140] = middle[20:140, 20:140]
    assert fault(face(), crop) is reason
