from __future__ import annotations

from facecam.lab.clips.appearances import appearances
from facecam.lab.clips.truth import TrueFace

LEFT, RIGHT = (0.0, 0.0, 10.0, 10.0), (100.0, 0.0, 110.0, 10.0)


def faces(*rows):
    return [TrueFace(line, frame, box, name) for line, (frame, box, name) in enumerate(rows)]


def spans(*rows):
    return [(a[0].name, a[0].frame, a[-1].frame) for a in appearances(faces(*rows))]


def test_a_person_goes_on_wherever_they_are():
    assert spans((1, LEFT, "Ann"), (2, RIGHT, "ann")) == [("Ann", 1, 2)]


def test_a_person_who_was_away_appears_again():
    assert spans((1, LEFT, "Ann"), (3, LEFT, "Ann")) == [("Ann", 1, 1), ("Ann", 3, 3)]


def test_strangers_go_on_where_their_boxes_overlap():
    moved = (3.0, 0.0, 13.0, 10.0)
    rows = [(1, LEFT, None), (1, RIGHT, None), (2, RIGHT, None), (2, moved, None)]
    assert spans(*rows) == [(None, 1, 2), (None, 1, 2)]


def test_a_stranger_elsewhere_is_another():
    assert spans((1, LEFT, None), (2, RIGHT, None)) == [(None, 1, 1), (None, 2, 2)]


def test_a_stranger_in_a_persons_place_is_not_that_person():
    assert spans((1, LEFT, "Ann"), (2, LEFT, None)) == [("Ann", 1, 1), (None, 2, 2)]
