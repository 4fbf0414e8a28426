"""Decisions, with a gallery whose scores the test sets."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.match import (
    HYSTERESIS,
    LEAST_MARGIN,
    UNREADABLE,
    UNSURE_FACTOR,
    Matcher,
    one_name_each,
)
from facecam.scoring.calibrated_index import CosineScoring
from facecam.scoring.template_index import Nearest
from facecam.types import NOT_JUDGED, Decision, Evidence, GallerySnapshot, Match, NameRefusal
from facecam.validity import LEAST_QUALITY

ADA, BOB = 3, 7
RATE = 0.001
THRESHOLD, UNSURE_THRESHOLD = 0.30, 0.20
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

    def threshold(self, rate):
        return {RATE: THRESHOLD, RATE * UNSURE_FACTOR: UNSURE_THRESHOLD}[rate]


def matcher(*scores, samples=(2, 1)):
    made = Matcher(lambda *people: FakeEnrolled(*scores), RATE)
    ids = np.repeat([ADA, BOB][: len(scores)], samples[: len(scores)])
    rows = np.repeat(FACE, len(ids), axis=0)
    made.use_gallery(GallerySnapshot("m", rows, ids, {ADA: "Ada", BOB: "Bob"}))
    return made


@pytest.mark.parametrize(
    ("scores", "decision", "stopped_by"),
    [
        ((THRESHOLD + 0.01, 0.0), Decision.KNOWN, None),
        ((THRESHOLD - 0.01, 0.0), Decision.UNSURE, NameRefusal.SCORE),
        ((UNSURE_THRESHOLD - 0.01, 0.0), Decision.UNKNOWN, NameRefusal.SCORE),
        (
            (THRESHOLD + 0.2, THRESHOLD + 0.2 - LEAST_MARGIN / 2),
            Decision.UNSURE,
            NameRefusal.MARGIN,
        ),
        ((THRESHOLD + 0.2, THRESHOLD + 0.2 - 2 * LEAST_MARGIN), Decision.KNOWN, None),
    ],
    ids=["above the threshold", "near it", "far below", "much like two people", "like one of two"],
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
    expected = Evidence("Bob", float(np.float32(0.4)), THRESHOLD, 1, "Ada", float(np.float32(0.1)))
    assert match.evidence == expected


def test_in_a_gallery_of_one_there_is_no_second_person_and_the_threshold_alone_decides():
    (match,) = matcher(THRESHOLD + 0.01).match(FACE)
    assert match.decision is Decision.KNOWN
    assert (match.evidence.second_name, match.evidence.second_score) == (None, None)


@pytest.mark.parametrize(
    ("score", "held", "name"),
    [
        (THRESHOLD - HYSTERESIS / 2, ADA, "Ada"),
        (THRESHOLD - HYSTERESIS / 2, None, None),
        (THRESHOLD - HYSTERESIS / 2, BOB, None),
        (THRESHOLD - 2 * HYSTERESIS, ADA, None),
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


def test_before_the_gallery_is_prepared_nobody_is_judged():
    waiting = Matcher(lambda *people: FakeEnrolled(), RATE)
    assert waiting.match(FACE) == [NOT_JUDGED]


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ({ADA: "Ada", BOB: "Bob"}, "Ada"),
        ({ADA: "Ada", BOB: "Bob", 9: "Eve"}, "Ada"),
        ({BOB: "Bob"}, None),
        ({ADA: "Ada"}, None),
        ({ADA: "Zoë", BOB: "Bob"}, None),
        ({}, None),
    ],
    ids=["unchanged", "one more", "deleted", "the second deleted", "renamed", "nobody left"],
)
def test_while_another_gallery_is_prepared_nobody_is_named_who_is_not_in_it(expected, name):
    matching = matcher(THRESHOLD + 0.3, THRESHOLD)
    ids = np.array(list(expected), np.int64)
    newest = GallerySnapshot("m", FACE.repeat(len(ids), axis=0), ids, expected)
    matching.expect(newest)
    (match,) = matching.match(FACE)
    assert match.name == name
    assert (match is NOT_JUDGED) == (name is None), "nor does its evidence say a name"


def test_a_gallery_used_at_once_counts_whatever_was_expected_before():
    matching = matcher(THRESHOLD + 0.3, 0.0)
    matching.expect(GallerySnapshot("m", FACE, np.array([9]), {9: "Eve"}))
    ids = np.array([ADA, BOB])
    snapshot = GallerySnapshot("m", FACE.repeat(2, axis=0), ids, {ADA: "Ada", BOB: "Bob"})
    matching.use_gallery(snapshot)
    assert matching.match(FACE)[0].name == "Ada"


def test_no_faces_have_no_matches():
    assert matcher(0.5, 0.1).match(FACE[:0]) == []


def test_a_gallery_is_prepared_once_not_for_every_face():
    made = []

    def build_index(embeddings, person_ids, qualities):
        made.append(len(embeddings))
        return FakeEnrolled(0.5)

    often = Matcher(build_index, RATE)
    often.use_gallery(GallerySnapshot("m", FACE, np.array([ADA]), {ADA: "Ada"}))
    for _ in range(3):
        often.match(FACE)
    assert made == [1]


def test_a_new_setting_counts_at_once():
    strict = matcher(THRESHOLD - 0.01, 0.0)
    assert strict.match(FACE)[0].decision is Decision.UNSURE
    strict._prepared.index.threshold = lambda rate: THRESHOLD - 0.05
    strict.stranger_rate = 0.01
    assert strict.match(FACE)[0].decision is Decision.KNOWN


def named(person, score):
    evidence = Evidence(f"Person {person}", score, THRESHOLD, 1)
    return Match(Decision.KNOWN, person, f"Person {person}", 0.7, evidence)


def test_a_person_is_in_a_frame_once_and_the_face_most_like_them_keeps_the_name():
    matches = one_name_each([named(1, 0.7), named(1, 0.8), named(2, 0.65)])
    assert [match.name for match in matches] == [None, "Person 1", "Person 2"]
    assert matches[0].decision is Decision.UNKNOWN
    assert matches[0].evidence is not None
    assert matches[0].evidence.stopped_by is NameRefusal.TAKEN


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.floats(-1, 1)), max_size=8))
def test_whoever_is_in_a_frame_a_name_is_kept_once_and_by_the_face_most_like_the_person(faces):
    before = [
        Match(Decision.UNKNOWN) if person is None else named(person, score)
        for person, score in faces
    ]
    after = one_name_each(before)
    for person in {1, 2, 3} & {one for one, _ in faces}:
        (kept,) = [match for match in after if match.person_id == person]
        assert kept.evidence is not None
        assert kept.evidence.score == max(score for one, score in faces if one == person)
    for was, match in zip(before, after, strict=True):
        assert match.name in (was.name, None)
        assert (match.name is None) == (match.decision is not Decision.KNOWN)


def test_of_two_faces_as_much_alike_the_first_keeps_the_name():
    matches = one_name_each([named(1, 0.7), named(1, 0.7)])
    assert [match.name for match in matches] == ["Person 1", None]


class Said:
    """An index that answers with whatever numbers it is given."""

    def __init__(self, scores, similarity, threshold, unsure):
        self.scores, self.similarity = scores, similarity
        self.thresholds = {RATE: threshold, RATE * UNSURE_FACTOR: unsure}

    def nearest(self, embeddings, count):
        people = np.array([[ADA, BOB][: len(self.scores)]])
        similarities = np.full(people.shape, self.similarity)
        return Nearest(people, np.array([self.scores], np.float64), similarities)

    def threshold(self, rate):
        return self.thresholds[rate]


ANYTHING = st.floats() | st.sampled_from(
    [0.0, 1.0, THRESHOLD, THRESHOLD - HYSTERESIS, -math.inf, math.nan]
)


@given(
    st.lists(ANYTHING, min_size=1, max_size=2), *[ANYTHING] * 3, st.sampled_from([None, ADA, BOB])
)
def test_a_name_is_given_where_comparisons_hold_and_nowhere_else(
    scores, similarity, threshold, unsure, held
):
    said = Matcher(lambda *people: Said(scores, similarity, threshold, unsure), RATE)
    rows = np.repeat(FACE, 2, axis=0)
    said.use_gallery(GallerySnapshot("m", rows, np.array([ADA, BOB]), {ADA: "Ada", BOB: "Bob"}))
    [match] = said.match(FACE, [held])
    numbers = [match.similarity, *_numbers(match.evidence)]
    assert all(number is None or math.isfinite(number) for number in numbers)
    if match.name is None:
        assert match.decision is not Decision.KNOWN
        return
    first, second = scores[0], scores[1] if len(scores) > 1 else -math.inf
    assert match.name == "Ada"
    assert math.isfinite(first) and math.isfinite(threshold)
    assert first >= threshold - (HYSTERESIS if held == ADA else 0)
    assert first - second >= LEAST_MARGIN or (held == ADA and first > second)


def _numbers(evidence):
    return [] if evidence is None else [evidence.score, evidence.threshold, evidence.second_score]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_match_rests_on_what_is_no_number(number):
    for numbers in ((number, 0.3, None), (0.4, number, None), (0.4, 0.3, number)):
        with pytest.raises(ValueError, match="not finite"):
            Evidence("Ada", numbers[0], numbers[1], 1, "Bob", numbers[2])


@pytest.mark.parametrize("spoilt", [math.nan, math.inf, -math.inf, 0.0, 1e-40, 1e30])
def test_what_is_no_embedding_is_not_judged_and_the_other_faces_are(spoilt):
    faces = np.array([[spoilt, spoilt], [1, 0], [spoilt, 0]], np.float32)
    assert [match.name for match in matcher(0.5, 0.1).match(faces)] == [None, "Ada", None]
    assert matcher(0.5, 0.1).match(faces)[0] is UNREADABLE


def test_a_name_held_by_one_face_is_not_held_by_the_next():
    faces = np.array([[np.nan, 0], [1, 0]], np.float32)
    score = THRESHOLD - HYSTERESIS / 2
    assert [m.name for m in matcher(score, 0.0).match(faces, [ADA, None])] == [None, None]
    assert [m.name for m in matcher(score, 0.0).match(faces, [None, ADA])] == [None, "Ada"]


DIRECTIONS = arrays(np.float32, (3, 3), elements=st.floats(-1, 1, width=32)).filter(
    lambda rows: (np.linalg.norm(rows, axis=1) > 1e-3).all()
)
QUALITIES = arrays(np.float32, 3, elements=st.floats(LEAST_QUALITY, 1, width=32))
ANY_ROWS = arrays(
    np.float32,
    (4, 3),
    elements=st.floats(width=32) | st.sampled_from([0.0, 1.0, 1e-45, 3e38, 0.57735026]),
)


@given(DIRECTIONS, QUALITIES, ANY_ROWS, st.floats(1e-6, 0.5))
def test_no_face_whatever_is_named_below_its_likeness_to_the_samples(rows, qualities, faces, rate):
    samples = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    names, people = {ADA: "Ada", BOB: "Bob"}, np.array([ADA, BOB, BOB])
    comparing = Matcher(CosineScoring(), rate)
    comparing.use_gallery(GallerySnapshot("m", samples, people, names, qualities))
    for face, match in zip(faces.astype(np.float64), comparing.match(faces), strict=True):
        if match.name is not None and match.evidence is not None:
            weights = qualities.astype(np.float64) ** 0.25 * (people == match.person_id)
            mean = weights @ samples
            cosine = face @ mean / np.linalg.norm(mean) / np.linalg.norm(face)
            assert cosine >= match.evidence.threshold - 1e-4
            assert cosine == pytest.approx(match.evidence.score, abs=1e-3)


@pytest.mark.parametrize("rate", [math.nan, math.inf, 0.0, -1.0, 1.0])
def test_no_share_of_strangers_out_of_range_makes_a_threshold(rate):
    with pytest.raises(ValueError, match="no threshold for rate"):
        CosineScoring()(FACE, np.array([ADA])).threshold(rate)
