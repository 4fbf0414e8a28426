from __future__ import annotations

import numpy as np

from facecam.cli.presence import GONE_AFTER_S, Presence
from facecam.types import NOT_JUDGED, Decision, Frame, FrameResult, Match

from .conftest import face

ANN = Match(Decision.KNOWN, 1, "Ann", 0.8)
UNKNOWN = Match(Decision.UNKNOWN)
IMAGE = np.zeros((4, 4, 3), np.uint8)


def seen(second, *matches, live=False):
    frame = Frame(1, IMAGE, captured_at=1000 + second, position_s=None if live else second)
    faces = tuple(face(match, track_id=7 + number) for number, match in enumerate(matches))
    return FrameResult(frame, faces, finished_at=0.0)


def test_appears_once_and_leaves_once():
    presence = Presence()
    assert presence.update(seen(0.0, ANN)) == ["    0.00 s  Ann appears"]
    assert presence.update(seen(0.5, ANN)) == []
    gone_at = 0.6 + GONE_AFTER_S
    assert presence.update(seen(gone_at)) == [f"{gone_at:8.2f} s  Ann leaves"]
    assert presence.update(seen(gone_at + 5)) == []


def test_out_of_sight_for_two_seconds_is_gone_and_for_half_a_second_is_not():
    presence = Presence()
    presence.update(seen(0.0, ANN))
    assert presence.update(seen(0.5)) == []
    assert presence.update(seen(2.0)) == ["    2.00 s  Ann leaves"]


def test_short_absence_is_not_leaving():
    presence = Presence()
    presence.update(seen(0.0, ANN))
    assert presence.update(seen(GONE_AFTER_S * 0.9)) == []
    assert presence.update(seen(GONE_AFTER_S * 1.5, ANN)) == []


def test_stranger_who_gets_a_name_has_not_left():
    presence = Presence()
    assert presence.update(seen(0.0, UNKNOWN)) == ["    0.00 s  Unknown 7 appears"]
    assert presence.update(seen(0.1, ANN)) == ["    0.10 s  Ann appears"]
    assert presence.update(seen(0.2 + GONE_AFTER_S, ANN)) == []


def test_two_tracks_of_one_person_are_one_person():
    assert Presence().update(seen(0.0, ANN, ANN)) == ["    0.00 s  Ann appears"]


def test_face_not_judged_yet_says_nothing():
    assert Presence().update(seen(0.0, NOT_JUDGED)) == []


def test_live_time_counts_from_the_first_result():
    presence = Presence()
    presence.update(seen(3.0, live=True))
    assert presence.update(seen(5.0, ANN, live=True)) == ["    2.00 s  Ann appears"]
