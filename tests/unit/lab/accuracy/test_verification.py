from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from facecam.collection.subject import embed_subjects
from facecam.errors import UsageError
from facecam.lab.accuracy.pairs import Pair
from facecam.lab.accuracy.report.verification import verification_page
from facecam.lab.accuracy.verification import HeldOut, check_folds, figures, mistakes, verify
from facecam.scoring.calibrated_index import CosineScoring


def held_out(scores, same, other_scores, other_same):
    return HeldOut(
        np.array(scores), np.array(same, bool), np.array(other_scores), np.array(other_same, bool)
    )


def test_fold_is_judged_with_the_others_threshold():
    fold = held_out([0.1, 0.3], [0, 1], [0.6, 0.8], [0, 1])
    assert fold.threshold == pytest.approx(0.7)
    assert fold.accuracy == pytest.approx(0.5)


def test_validation_rate_keeps_to_what_the_others_pairs_allow():
    others = np.linspace(0, 0.9, 10)
    fold = held_out([0.5, 0.85, 0.95, 0.85], [1, 1, 1, 0], others, np.zeros(10))
    assert fold.accepted(0.0) == pytest.approx((1 / 3, 0))
    assert fold.accepted(0.1) == pytest.approx((2 / 3, 1))


@pytest.fixture
def folds(picture):
    """Two folds: in the second, two people look like one."""
    a, b, c, twin = (
        picture(name, (red, 0, 0))
        for name, red in [("A/1.png", 9), ("A/2.png", 12), ("C/1.png", 250), ("D/1.png", 9)]
    )
    alike, unlike = Pair(a, b, same=True), Pair(a, c, same=False)
    return [(alike, unlike), (*[alike] * 3, unlike, Pair(a, twin, same=False))]


@pytest.fixture
def subjects(folds, recogniser):
    return embed_subjects(
        sorted({path for fold in folds for pair in fold for path in (pair.first, pair.second)}),
        recogniser,
    )


def test_figures_of_pairs(folds, subjects):
    program, plain = verify(folds, subjects, [CosineScoring()] * 2)
    given: dict[str, Any] = figures(program)
    assert given == figures(plain)
    assert given["fold_accuracies"] == pytest.approx([1, 4 / 5])
    assert given["accuracy"] == pytest.approx(0.9)
    assert len(given["thresholds"]) == 2
    assert given["validation_rate"]["far"] == 0.001
    assert given["roc"][-1]["far"] == given["roc"][-1]["tar"] == 1
    assert given["auc"] == pytest.approx(8 / 12)


class Lowered(CosineScoring):
    """Scores are cosines less a constant, as with another calibration."""

    def __call__(self, embeddings, person_ids, qualities=None):
        gallery = super().__call__(embeddings, person_ids, qualities)
        gallery._levels = gallery._levels + 5
        return gallery


def test_a_folds_threshold_is_learnt_under_the_folds_own_calibration(folds, subjects):
    good = [folds[0], folds[0]]
    program, plain = verify(good, subjects, [CosineScoring(), Lowered()])
    assert program[1].threshold == pytest.approx(program[0].threshold - 5, abs=1e-5)
    assert program[0].accuracy == program[1].accuracy == 1
    assert plain[0].threshold == plain[1].threshold


def test_mistakes_name_the_pair_and_how_wrong_it_was(folds, subjects):
    accepted, rejected = mistakes(folds, *verify(folds, subjects, [CosineScoring()] * 2))
    assert [mistake.pair for mistake in accepted] == [folds[1][4]]
    assert accepted[0].score == pytest.approx(1)
    assert accepted[0].score > accepted[0].threshold
    assert rejected == []


def test_the_page_shows_the_mistakes_and_needs_no_other_file(folds, subjects):
    program, plain = verify(folds, subjects, [CosineScoring()] * 2)
    about = {"pairs": 7, "faces_not_found": 0, "faces_not_judged": 0, "seconds": 1.0}
    html = verification_page(
        {
            **figures(program),
            "plain": figures(plain),
            **about,
            "calibrated": False,
            "cross_fit": False,
        },
        folds,
        subjects,
        program,
        plain,
    )
    assert html.count('src="data:image/svg+xml;base64,') == 2
    assert html.count('src="data:image/jpeg;base64,') == 2
    assert "Different people taken for one: 1" in html
    assert "This page holds pictures of people" in html
    assert 'src="/' not in html
    assert "http" not in html


def test_one_fold_has_no_other_to_learn_from(folds):
    with pytest.raises(UsageError, match="at least 2 folds"):
        check_folds(folds[:1])
