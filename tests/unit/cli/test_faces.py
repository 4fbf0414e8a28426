from __future__ import annotations

import json

import pytest

from facecam.cli.faces import face_json, face_line, tracked_face_json
from facecam.types import NOT_JUDGED, Decision, Evidence, Match, NameRefusal, Reason

from .conftest import face


def test_known_face_as_json():
    document = face_json(face(Match(Decision.KNOWN, 4, "Zoë", 0.812345)))
    assert document == {
        "box": [10.0, 20.0, 80.13, 100.0],
        "landmarks": [[30.0, 40.0], [60.0, 40.0], [45.0, 60.0], [35.0, 75.0], [55.0, 75.0]],
        "score": 0.9877,
        "name": "Zoë",
        "similarity": 0.8123,
        "decision": "known",
        "reason": None,
        "why": None,
    }


def test_what_an_answer_rests_on_as_json():
    evidence = Evidence("Bob", 0.25, 0.27, 2, "Ada", 0.1, NameRefusal.SCORE, frames=3)
    document = face_json(face(Match(Decision.UNSURE, similarity=0.6, evidence=evidence)))
    assert (document["name"], document["decision"]) == (None, "unsure")
    assert document["why"] == {
        "name": "Bob",
        "score": 0.25,
        "limit": 0.27,
        "second_name": "Ada",
        "second_score": 0.1,
        "margin": 0.15,
        "stopped_by": "score",
        "samples": 2,
        "frames": 3,
    }
    assert json.loads(json.dumps(document)) == document


def test_in_a_gallery_of_one_there_is_no_margin():
    match = Match(Decision.KNOWN, 1, "Bob", 0.8, Evidence("Bob", 0.5, 0.1, 1))
    assert face_json(face(match))["why"]["margin"] is None


def test_words_for_programs_have_no_spaces():
    document = face_json(face(Match(Decision.NOT_JUDGED, reason=Reason.TURNED_AWAY)))
    assert (document["decision"], document["reason"]) == ("not_judged", "turned_away")
    tokens = [one.value for kind in (Decision, Reason, NameRefusal) for one in kind]
    assert all(token.isidentifier() and token.islower() for token in tokens)


def test_face_not_compared_has_nulls():
    document = tracked_face_json(face(NOT_JUDGED, track_id=3))
    assert (document["name"], document["similarity"]) == (None, None)
    assert (document["decision"], document["track_id"]) == ("not_judged", 3)


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (Match(Decision.KNOWN, 4, "李", 0.8), "李"),
        (Match(Decision.UNSURE, evidence=Evidence("Bob", 0.25, 0.27, 1)), "Bob?"),
        (Match(Decision.UNKNOWN), "Unknown"),
        (Match(Decision.NOT_JUDGED, reason=Reason.BLURRED), "Not judged (blurred)"),
        (NOT_JUDGED, "Not judged"),
    ],
)
def test_lines_to_read(match, words):
    assert face_line(face(match)) == f"{words}, at 10,20 to 80,100"
