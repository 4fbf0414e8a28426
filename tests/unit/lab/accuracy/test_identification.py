from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from facecam.collection.collection import Collection
from facecam.collection.subject import Subject
from facecam.lab.accuracy.identification import figures, rank, run_trial
from facecam.lab.accuracy.misidentified import MistakeKind, worst
from facecam.lab.accuracy.report.identification import identification_page
from facecam.lab.accuracy.trials import Drawing, Trial, draw_trials
from facecam.scoring.calibrated_index import CosineScoring
from facecam.types import Decision, Reason
from facecam.vectors import unit

PEOPLE = np.repeat(np.arange(6), 3)


def collection(embeddings, people, faults=None, paths=None):
    embeddings = unit(np.array(embeddings, np.float32))
    subjects = tuple(
        Subject(path, np.array([5, 5, 40, 40], np.float32), row, fault=fault)
        for row, fault, path in zip(
            embeddings,
            faults or [None] * len(embeddings),
            paths or [None] * len(embeddings),
            strict=True,
        )
    )
    names = tuple("ABCDEF"[: max(people) + 1])
    return Collection(embeddings, np.array(people), names, subjects, 0)


def test_rates_by_hand():
    known = np.array([[0.9, 0.1], [0.1, 0.5], [0.2, 0.8]], np.float32)
    strangers = np.linspace(0, 0.6, 10, dtype=np.float32)[:, None].repeat(2, axis=1)
    ranking = rank(known, np.array([0, 1, 0]), strangers)
    assert ranking.rank1 == pytest.approx(2 / 3)
    # One of ten strangers may pass: the limit is 0.533, which 0.5 misses.
    assert [ranking.dir(rate) for rate in (0.1, 0.01)] == pytest.approx([1 / 3, 1 / 3])
    assert ranking.dir(0.3) == pytest.approx(2 / 3)


def test_who_could_not_be_enrolled_is_never_found():
    ranking = rank(np.array([[0.9, 0.1]]), np.array([-1]), np.array([[0.0, 0.0]]))
    assert ranking.rank1 == ranking.dir(0.5) == 0


def test_perfect_embeddings_find_everyone_and_no_stranger():
    faces = collection(np.eye(6)[PEOPLE], PEOPLE)
    [trial] = draw_trials(PEOPLE, Drawing(3, 1, 1, seed=0))
    given: dict[str, Any] = figures([run_trial(trial, faces, "net", CosineScoring(), 0.001)], faces)
    assert given["rank1"] == given["plain"]["rank1"] == {"mean": 1.0, "std": 0.0}
    assert given["dir"]["0.001"] == {"mean": 1.0, "std": 0.0}
    assert given["found"]["mean"] == given["answers"]["known"]["named_right"]["mean"] == 1
    assert given["measured"]["mean"] == 0
    assert (given["gallery_size"], given["samples"], given["trials"]) == (3, 1, 1)
    assert (given["known_probes"], given["stranger_probes"]) == (6, 9)


KNOWN_RIGHT, KNOWN_WRONG, KNOWN_LOST, KNOWN_DARK, STRANGER, TWIN = range(2, 8)


@pytest.fixture
def answered(picture):
    """A and B enrolled; C is a stranger, once just like A."""
    embeddings = np.zeros((8, 4))
    embeddings[[0, KNOWN_RIGHT, KNOWN_DARK, KNOWN_WRONG, TWIN], 0] = 1
    embeddings[1, 1] = 1
    embeddings[[KNOWN_LOST, STRANGER], [2, 3]] = 1
    faults: list[Reason | None] = [None] * 8
    faults[KNOWN_DARK] = Reason.TOO_DARK
    people = [0, 1, 0, 1, 1, 0, 2, 2]
    paths = [picture(f"{'ABC'[person]}/{row}.png", (9, 9, 9)) for row, person in enumerate(people)]
    faces = collection(embeddings, people, faults, paths)
    rows = np.arange(8)
    trial = Trial(rows[:2], np.array([0, 1]), rows[2:6], np.array([0, 1, 1, 0]), rows[6:])
    return faces, run_trial(trial, faces, "net", CosineScoring(), 0.001)


def test_the_programs_answers_are_counted_as_the_program_gives_them(answered):
    faces, outcome = answered
    figured: dict[str, Any] = figures([outcome], faces)
    given = figured["answers"]
    assert {name: share["mean"] for name, share in given["known"].items()} == {
        "named_right": 0.25,
        "named_wrong": 0.25,
        "unsure": 0,
        "unknown": 0.25,
        "not_judged": 0.25,
    }
    assert {name: share["mean"] for name, share in given["strangers"].items()} == {
        "named": 0.5,
        "unsure": 0,
        "unknown": 0.5,
        "not_judged": 0,
    }


def test_a_face_that_cannot_be_judged_counts_where_scores_are_compared(answered):
    _, outcome = answered
    assert outcome.answers.known[3].decision is Decision.NOT_JUDGED
    assert outcome.program.is_first.tolist() == [True, False, False, True]


def test_the_worst_mistakes_are_told_apart_and_shown_once(answered):
    _, outcome = answered
    found = worst([outcome, outcome], 5)
    assert [mistake.probe for mistake in found[MistakeKind.STRANGER_NAMED]] == [TWIN]
    assert [mistake.probe for mistake in found[MistakeKind.WRONG_NAME]] == [KNOWN_WRONG]
    assert [mistake.probe for mistake in found[MistakeKind.NOT_NAMED]] == [KNOWN_LOST]
    wrong = found[MistakeKind.WRONG_NAME][0]
    assert (wrong.alike, wrong.right) == (0, 1)


def test_the_page_shows_each_kind_of_mistake(answered):
    faces, outcome = answered
    about = {
        "promised": 0.001,
        "one_stranger_in": 1000,
        "cross_fit": False,
        "calibrated": False,
    }
    html = identification_page({**figures([outcome], faces), **about}, faces, [outcome])
    assert html.count('src="data:image/svg+xml;base64,') == 2
    assert html.count('src="data:image/jpeg;base64,') == 8
    assert "shown: 7.png" in html
    assert "This page holds pictures of people" in html


def test_in_a_gallery_of_one_there_is_no_second_to_be_like():
    faces = collection(np.eye(6)[PEOPLE], PEOPLE)
    [trial] = draw_trials(PEOPLE, Drawing(1, 1, 1, seed=0))
    outcome = run_trial(trial, faces, "net", CosineScoring(), 0.001)
    assert {match.decision for match in outcome.answers.known} == {Decision.KNOWN}
    assert {match.evidence and match.evidence.second_score for match in outcome.answers.known} == {
        None
    }
    assert {match.decision for match in outcome.answers.strangers} == {Decision.UNKNOWN}
