from __future__ import annotations

import numpy as np
import pytest

from facecam.lab.accuracy.roc import best_threshold, limit_at, roc


@pytest.mark.parametrize(
    ("scores", "same", "mistakes"),
    [
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 0),
        ([0.1, 0.8, 0.2, 0.9], [0, 0, 1, 1], 1),
        ([0.5, 0.5, 0.5], [1, 1, 0], 1),
        ([0.3, 0.4], [1, 1], 0),
        ([0.3, 0.4], [0, 0], 0),
    ],
)
def test_threshold_with_the_fewest_mistakes(scores, same, mistakes):
    scores, same = np.array(scores), np.array(same, bool)
    judged = scores >= best_threshold(scores, same)
    assert np.count_nonzero(judged != same) == mistakes


def test_of_equal_thresholds_the_middle_one():
    assert best_threshold(np.array([0.2, 0.8]), np.array([False, True])) == pytest.approx(0.5)


def pairs(seed=1, count=200):
    rng = np.random.default_rng(seed)
    same = rng.random(count) < 0.5
    return np.round(rng.normal(0.3 * same, 0.2), 2), same


def test_no_other_threshold_is_better():
    scores, same = pairs()
    mistakes = [np.count_nonzero((scores >= limit) != same) for limit in np.arange(-1, 1.5, 0.005)]
    judged = scores >= best_threshold(scores, same)
    assert np.count_nonzero(judged != same) == min(mistakes)


def test_the_area_is_how_often_one_persons_score_is_higher():
    scores, same = pairs()
    ours, others = scores[same][:, None], scores[~same][None]
    assert roc(scores, same).auc == pytest.approx(
        np.mean((ours > others) + 0.5 * (ours == others)), abs=1e-9
    )


@pytest.mark.parametrize(
    ("scores", "same", "auc", "eer"),
    [
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 1.0, 0.0),
        ([0.8, 0.9, 0.1, 0.2], [0, 0, 1, 1], 0.0, 1.0),
        ([0.1, 0.6, 0.5, 0.9], [0, 0, 1, 1], 0.75, 0.5),
        ([0.5, 0.5], [0, 1], 0.5, 0.5),
    ],
)
def test_curve_by_hand(scores, same, auc, eer):
    curve = roc(np.array(scores), np.array(same, bool))
    assert (curve.auc, curve.eer) == pytest.approx((auc, eer))
    assert (curve.far[0], curve.tar[0], curve.far[-1], curve.tar[-1]) == (0, 0, 1, 1)


def test_a_thinned_curve_has_the_same_corners():
    curve = roc(*pairs())
    corners = curve.thinned(1000)
    assert len(corners.far) < len(curve.far)
    assert corners.auc == pytest.approx(curve.auc)
    assert len(curve.thinned(10).far) == 10


@pytest.mark.parametrize(("rate", "limit"), [(0.0, 10), (0.1, 9), (0.19, 9), (0.3, 7), (1.0, 1)])
def test_the_limit_is_passed_by_no_more_than_allowed(rate, limit):
    assert limit_at(np.arange(1.0, 11.0), rate) == limit
