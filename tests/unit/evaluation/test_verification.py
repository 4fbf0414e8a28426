from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.errors import UsageError
from facecam.evaluation.pairs import Pair
from facecam.evaluation.verification import (
    best_threshold,
    central_face,
    centre_box,
    cross_validate,
    verify,
)
from facecam.types import Detection


def detection(*box):
    return Detection(np.array(box, np.float32), np.zeros((5, 2), np.float32), 0.9)


@pytest.mark.parametrize(
    ("similarity", "same", "mistakes"),
    [
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 0),
        ([0.1, 0.8, 0.2, 0.9], [0, 0, 1, 1], 1),
        ([0.5, 0.5, 0.5], [1, 1, 0], 1),
        ([0.3, 0.4], [1, 1], 0),
        ([0.3, 0.4], [0, 0], 0),
    ],
)
def test_threshold_with_the_fewest_mistakes(similarity, same, mistakes):
    similarity, same = np.array(similarity), np.array(same, bool)
    judged = similarity >= best_threshold(similarity, same)
    assert np.count_nonzero(judged != same) == mistakes


def test_of_equal_thresholds_the_middle_one():
    assert best_threshold(np.array([0.2, 0.8]), np.array([False, True])) == pytest.approx(0.5)


def test_no_other_threshold_is_better():
    rng = np.random.default_rng(1)
    same = rng.random(200) < 0.5
    similarity = np.round(rng.normal(0.3 * same, 0.2), 2)
    mistakes = [
        np.count_nonzero((similarity >= limit) != same) for limit in np.arange(-1, 1.5, 0.005)
    ]
    judged = similarity >= best_threshold(similarity, same)
    assert np.count_nonzero(judged != same) == min(mistakes)


def test_fold_is_judged_with_the_others_threshold():
    low = (np.array([0.1, 0.3]), np.array([False, True]))
    high = (np.array([0.6, 0.8]), np.array([False, True]))
    accuracies, thresholds = cross_validate([low[0], high[0]], [low[1], high[1]])
    assert thresholds == pytest.approx([0.7, 0.2])
    assert accuracies == pytest.approx([0.5, 0.5])


def test_face_in_the_middle_goes_before_a_bigger_one_at_the_edge():
    image = np.zeros((250, 250, 3), np.uint8)
    middle, edge = detection(85, 85, 165, 165), detection(0, 0, 100, 100)
    assert central_face(image, [edge, middle]) is middle
    assert central_face(image, [detection(120, 120, 130, 130), middle]) is middle
    assert central_face(image, []) is None


def test_middle_of_a_picture():
    box = centre_box(np.zeros((100, 200, 3), np.uint8))
    assert box == pytest.approx(np.array([60, 30, 140, 70]))


@pytest.fixture
def folds(tmp_path):
    """Two folds of grey pictures: the same person has the same grey."""

    def picture(name, grey):
        path = tmp_path / f"{name}.png"
        Pillow.new("RGB", (50, 50), (grey, grey, grey)).save(path)
        return path

    a, b, c = picture("a", 10), picture("b", 10), picture("c", 200)
    fold = (Pair(a, b, same=True), Pair(a, c, same=False))
    return [fold, fold]


def by_grey(image, box):
    angle = float(image[0, 0, 0]) / 128
    return np.array([np.cos(angle), np.sin(angle)], np.float32)


def test_report(folds):
    seen = []

    def track(paths):
        seen.extend(paths)
        return paths

    report = verify(folds, lambda image: [detection(10, 10, 40, 40)], by_grey, track)
    assert (report.accuracy, report.accuracy_std, report.pairs) == (1.0, 0.0, 4)
    assert report.faces_not_found == 0
    assert 0.08 < report.threshold < 1.0
    assert [path.name for path in seen] == ["a.png", "b.png", "c.png"]


def test_without_a_face_the_middle_is_embedded_and_counted(folds):
    boxes = []

    def embed(image, box):
        boxes.append(tuple(box))
        return by_grey(image, box)

    report = verify(folds, lambda image: [], embed)
    assert report.faces_not_found == 3
    assert set(boxes) == {(15.0, 15.0, 35.0, 35.0)}


def test_one_fold_has_no_other_to_learn_from(folds):
    with pytest.raises(UsageError, match="at least 2 folds"):
        verify(folds[:1], lambda image: [], by_grey)
