"""Decisions, with a gallery whose scores the test sets."""

import numpy as np
import pytest

from facecam.match import HYSTERESIS, LEAST_MARGIN, UNSURE_FACTOR, Matcher, one_name_each
from facecam.openset.score import Nearest
from facecam.types import NOT_JUDGED, Decision, Evidence, GallerySnapshot, Gate, Match

ADA, BOB = 3, 7
RATE = 0.001
LIMIT, UNSURE_LIMIT = 0.30, 0.20
FACE = np.array([[1.0, 0.0]], np.float32)


class FakeEnrolled:
    """Answers with the scores set, whoever asks."""

    def __init__(self, *scores):
        self._scores = np.array([scores], np.float32)

    def nearest(self, embeddings, count):
        order = np.argsort(-self._scores[0])[:count]
        people = np.array([[ADA, BOB]])[:, order].repeat(len(embeddings), axis=0)
        scores = self._scores[:, order].repeat(len(embeddings), axis=0)
        return Nearest(people, scores, scores + np.float32(0.3))

    def limit(self, rate):
        return {RATE: LIMIT, RATE * UNSURE_FACTOR: UNSURE_LIMIT}[rate]


def matcher(*scores, samples=(2, 1)):
    made = Matcher(lambda *people: FakeEnrolled(*scores), RATE)
    ids = np.repeat([ADA, BOB][: len(scores)], samples[: len(scores)])
    rows = np.repeat(FACE, len(ids), axis=0)
    made.use_gallery(GallerySnapshot("m", rows, ids, {ADA: "Ada", BOB: "Bob"}))
    return made


@pytest.mark.parametrize(
    ("scores", "decision", "stopped_by"),
    [
        ((LIMIT + 0.01, 0.0), Decision.KNOWN, None),
        ((LIMIT - 0.01, 0.0), Decision.UNSURE, Gate.SCORE),
        ((UNSURE_LIMIT - 0.01, 0.0), Decision.UNKNOWN, Gate.SCORE),
        ((LIMIT + 0.2, LIMIT + 0.2 - LEAST_MARGIN / 2), Decision.UNSURE, Gate.MARGIN),
        ((LIMIT + 0.2, LIMIT + 0.2 - 2 * LEAST_MARGIN), Decision.KNOWN, None),
    ],
    ids=["above the limit", "near it", "far below", "much like two people", "like one of two"],
)
def test_a_face_is_known_unsure_or_unknown_and_it_is_told_what_stopped_it(
    scores, decision, stopped_by
):
    (match,) = matcher(*scores).match(FACE)
    assert match.decision is decision
    assert match.evidence.stopped_by is stopped_by
    assert match.name == ("Ada" if decision is Decision.KNOWN else None)


def test_the_evidence_names_the_best_and_the_second_person():
    (match,) = matcher(0.1, 0.4).match(FACE)
    assert (match.person_id, match.name) == (BOB, "Bob")
    assert match.similarity == pytest.approx(0.7)
    expected = Evidence("Bob", float(np.float32(0.4)), LIMIT, 1, "Ada", float(np.float32(0.1)))
    assert match.evidence == expected


def test_in_a_gallery_of_one_there_is_no_second_person_and_the_limit_alone_decides():
    (match,) = matcher(LIMIT + 0.01).match(FACE)
    assert match.decision is Decision.KNOWN
    assert (match.evidence.second_name, match.evidence.second_score) == (None, None)


@pytest.mark.parametrize(
    ("score", "held", "name"),
    [
        (LIMIT - HYSTERESIS / 2, ADA, "Ada"),
        (LIMIT - HYSTERESIS / 2, None, None),
        (LIMIT - HYSTERESIS / 2, BOB, None),
        (LIMIT - 2 * HYSTERESIS, ADA, None),
    ],
    ids=["held", "never given", "another's", "lost well below"],
)
def test_a_name_is_taken_away_less_easily_than_it_is_given(score, held, name):
    assert matcher(score, 0.0).match(FACE, [held])[0].name == name


def test_a_held_name_stays_while_a_second_person_comes_near_but_not_past():
    near = matcher(0.5, 0.5 - LEAST_MARGIN / 2)
    assert near.match(FACE, [ADA])[0].name == "Ada"
    assert near.match(FACE, [BOB])[0].name is None


def test_in_an_empty_gallery_everyone_is_unknown():
    empty = Matcher(lambda *people: FakeEnrolled(), RATE)
    nobody = GallerySnapshot("m", np.zeros((0, 2), np.float32), np.zeros(0, np.int64))
    empty.use_gallery(nobody)
    assert empty.match(np.repeat(FACE, 2, axis=0)) == [Match(Decision.UNKNOWN)] * 2


def test_before_the_gallery_is_ready_nobody_is_judged():
    waiting = Matcher(lambda *people: FakeEnrolled(), RATE)
    assert waiting.match(FACE) == [NOT_JUDGED]


def test_no_faces_have_no_matches():
    assert matcher(0.5, 0.1).match(FACE[:0]) == []


def test_a_gallery_is_made_ready_once_not_for_every_face():
    made = []

    def enrol(embeddings, person_ids, qualities):
        made.append(len(embeddings))
        return FakeEnrolled(0.5)

    often = Matcher(enrol, RATE)
    often.use_gallery(GallerySnapshot("m", FACE, np.array([ADA]), {ADA: "Ada"}))
    for _ in range(3):
        often.match(FACE)
    assert made == [1]


def test_a_new_setting_counts_at_once():
    strict = matcher(LIMIT - 0.01, 0.0)
    assert strict.match(FACE)[0].decision is Decision.UNSURE
    strict._ready.enrolled.limit = lambda rate: LIMIT - 0.05
    strict.stranger_rate = 0.01
    assert strict.match(FACE)[0].decision is Decision.KNOWN


def named(person, score):
    evidence = Evidence(f"Person {person}", score, LIMIT, 1)
    return Match(Decision.KNOWN, person, f"Person {person}", 0.7, evidence)


def test_a_person_is_in_a_frame_once_and_the_face_most_like_them_keeps_the_name():
    matches = one_name_each([named(1, 0.7), named(1, 0.8), named(2, 0.65)])
    assert [match.name for match in matches] == [None, "Person 1", "Person 2"]
    assert matches[0].decision is Decision.UNKNOWN
    assert matches[0].evidence is not None
    assert matches[0].evidence.stopped_by is Gate.TAKEN


def test_of_two_faces_as_much_alike_the_first_keeps_the_name():
    matches = one_name_each([named(1, 0.7), named(1, 0.7)])
    assert [match.name for match in matches] == ["Person 1", None]
