from __future__ import annotations

import json

from facecam.cli.faces import face_json, face_line, tracked_face_json
from facecam.types import NOT_JUDGED, Decision, Match

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
    }
    assert json.loads(json.dumps(document)) == document


def test_face_not_compared_has_nulls():
    document = tracked_face_json(face(NOT_JUDGED, track_id=3))
    assert (document["name"], document["similarity"]) == (None, None)
    assert (document["decision"], document["track_id"]) == ("not_judged", 3)


def test_lines_to_read():
    assert face_line(face(Match(Decision.KNOWN, 4, "李", 0.8))) == "李 0.80, at 10,20 to 80,100"
    assert face_line(face()) == "Unknown, at 10,20 to 80,100"
