from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.errors import UsageError
from facecam.evaluation.collection import embed_collection, list_pictures
from facecam.evaluation.identification import draw_trials, judge, run_trial, summary

PEOPLE = np.repeat(np.arange(6), 3)


class Cosine:
    def __init__(self, embeddings, person_ids):
        self.people = np.stack([embeddings[person_ids == p][0] for p in np.unique(person_ids)])

    def scores(self, embeddings):
        return embeddings @ self.people.T

    similarities = scores

    def limit(self, rate):
        return 1 - rate


def test_enrolled_known_and_strangers_never_share_a_picture_or_a_person():
    [trial] = draw_trials(PEOPLE, 2, 2, 1, seed=0)
    assert trial.enrolled.shape == (2, 2)
    assert set(PEOPLE[trial.strangers]).isdisjoint(PEOPLE[trial.enrolled].ravel())
    assert set(trial.known).isdisjoint(trial.enrolled.ravel())
    np.testing.assert_array_equal(
        PEOPLE[trial.enrolled[trial.known_people, 0]], PEOPLE[trial.known]
    )


def test_a_seed_gives_the_same_trials_again():
    one, two = (draw_trials(PEOPLE, 3, 1, 4, seed=5) for _ in range(2))
    assert all(np.array_equal(a.enrolled, b.enrolled) for a, b in zip(one, two, strict=True))


def test_people_with_too_few_pictures_are_counted_in_the_refusal():
    with pytest.raises(UsageError, match="4 pictures or more; there are 0"):
        draw_trials(PEOPLE, 2, 3, 1, seed=0)


def test_somebody_must_be_left_as_a_stranger():
    with pytest.raises(UsageError, match="nobody is left"):
        draw_trials(PEOPLE, 6, 1, 1, seed=0)


def test_rates_by_hand():
    known = np.array([[0.9, 0.1], [0.1, 0.5], [0.2, 0.8]], np.float32)
    strangers = np.linspace(0, 0.6, 10, dtype=np.float32)[:, None].repeat(2, axis=1)
    outcome = judge(known, np.array([0, 1, 0]), strangers, limit=0.55)
    assert outcome.rank1 == pytest.approx(2 / 3)
    # One of ten strangers may pass: the limit is 0.533, which 0.5 misses.
    assert outcome.dir == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert (outcome.measured, outcome.found) == pytest.approx((0.1, 1 / 3))


def test_perfect_embeddings_find_everyone_and_no_stranger():
    embeddings = np.eye(6, dtype=np.float32)[PEOPLE]
    [trial] = draw_trials(PEOPLE, 3, 1, 1, seed=0)
    program, plain = run_trial(trial, embeddings, Cosine, promised=0.001)
    assert program.rank1 == plain.rank1 == 1
    assert program.dir == (1, 1, 1)
    assert program.measured == 0
    assert summary([program, plain])["dir"]["0.001"] == {"mean": 1.0, "std": 0.0}


def test_a_folder_without_people_is_refused(tmp_path):
    with pytest.raises(UsageError, match="sub-folder"):
        list_pictures(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        list_pictures(tmp_path / "none")


def test_pictures_without_any_face_are_refused(tmp_path):
    (tmp_path / "Ann").mkdir()
    Pillow.new("RGB", (9, 9)).save(tmp_path / "Ann" / "1.png")
    with pytest.raises(UsageError, match="No face"):
        embed_collection(tmp_path, lambda _: [], lambda *_: None)
