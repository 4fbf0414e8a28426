"""What is drawn over a face: its words, its colour, and a label inside the picture."""

from dataclasses import replace

import numpy as np
import pytest

from facecam import overlay
from facecam.overlay import Line
from facecam.types import (
    NOT_JUDGED,
    Decision,
    Detection,
    Evidence,
    FaceResult,
    Frame,
    FrameResult,
    Match,
    NameRefusal,
    Reason,
)
from tests.reading import read

ZOE = Match(Decision.KNOWN, person_id=1, name="Zoë", similarity=0.824)
PERHAPS_BOB = Match(
    Decision.UNSURE,
    similarity=0.6,
    evidence=Evidence("Bob", 0.25, 0.27, 1, "Ada", 0.1, NameRefusal.SCORE, frames=4),
)
IN_THE_DARK = Match(Decision.NOT_JUDGED, reason=Reason.TOO_DARK)
STRANGER = Match(Decision.UNKNOWN, similarity=0.31)


def why(match: Match, shorten=str) -> tuple[str, ...]:
    """What is said of a match, as it is read."""
    return tuple(map(read, overlay.why(face(match), shorten)))


def face(match: Match = ZOE, box=(10, 20, 50, 70), track_id=7) -> FaceResult:
    landmarks = np.array([[20, 35], [40, 35], [30, 45], [22, 58], [38, 58]], np.float32)
    return FaceResult(Detection(np.array(box, np.float32), landmarks, 0.99), match, track_id)


def luminance(colour: overlay.Colour) -> float:
    """The relative luminance of WCAG 2, 0 to 1."""
    linear = [
        v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4
        for v in (value / 255 for value in colour)
    ]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (ZOE, "Zoë"),
        (Match(Decision.KNOWN, 2, "李小龙", 0.7), "李小龙"),
        (PERHAPS_BOB, "Bob?"),
        (STRANGER, "Unknown"),
        (NOT_JUDGED, ""),
        (IN_THE_DARK, "Too dark"),
    ],
)
def test_the_label_says_who_it_is_in_as_few_words_as_there_are(match, words):
    assert overlay.label(match) == words


def test_the_why_says_the_answer_in_words_and_then_both_people_limit_and_margin():
    assert why(PERHAPS_BOB) == (
        "Perhaps Bob, but not alike enough to be sure.",
        "Bob: 0.25, needed 0.27.",
        "Ada: 0.10, margin 0.15.",
        "From 4 looks and 1 sample.",
    )


def decided(decision, stopped_by=None, score=0.4) -> Match:
    named = decision is Decision.KNOWN
    evidence = Evidence("Bob", score, 0.27, 3, "Ada", 0.39, stopped_by)
    return Match(decision, 1 if named else None, "Bob" if named else None, 0.6, evidence)


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (decided(Decision.KNOWN), "Looks like Bob."),
        (decided(Decision.UNSURE, NameRefusal.MARGIN), "Perhaps Bob, but as much like Ada."),
        (decided(Decision.UNKNOWN, NameRefusal.SCORE, 0.1), "Not like anybody enrolled."),
        (
            decided(Decision.UNKNOWN, NameRefusal.TAKEN),
            "Like Bob, but another face in the picture is more so.",
        ),
    ],
)
def test_the_why_begins_with_what_decided(match, words):
    assert why(match)[0] == words


def test_an_unknown_face_is_told_whom_it_is_most_like():
    stranger = decided(Decision.UNKNOWN, NameRefusal.SCORE, 0.1)
    assert why(stranger)[1] == "Bob: 0.10, needed 0.27."


def test_a_name_held_below_the_limit_is_explained():
    held = why(decided(Decision.KNOWN, score=0.25))
    assert "Named before, so a little less is enough." in held
    assert "Named before, so a little less is enough." not in why(decided(Decision.KNOWN))


def test_names_in_the_why_are_shortened_to_where_they_are_shown():
    lines = why(PERHAPS_BOB, lambda name: name[0] + "…")
    assert lines[:3] == (
        "Perhaps B…, but not alike enough to be sure.",
        "B…: 0.25, needed 0.27.",
        "A…: 0.10, margin 0.15.",
    )


def test_that_the_picture_was_turned_for_a_face_is_said():
    lying = face(PERHAPS_BOB)
    lying = replace(lying, detection=replace(lying.detection, turned_deg=90))
    assert overlay.why(lying)[-1] == "The picture was turned by 90° for this face."
    assert overlay.why(lying)[:-1] == overlay.why(face(PERHAPS_BOB))


@pytest.mark.parametrize("reason", Reason)
def test_a_face_that_is_not_judged_is_told_why_and_what_helps(reason):
    words, advice = why(Match(Decision.NOT_JUDGED, reason=reason))
    assert words == f"Not judged: the face is {reason.value.replace('_', ' ')}."
    assert "help" in advice


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (NOT_JUDGED, "Not looked at closely yet."),
        (Match(Decision.UNKNOWN), "Nobody is enrolled yet."),
    ],
)
def test_the_why_of_a_face_that_was_not_compared_is_one_line(match, words):
    assert why(match) == (words,)


def test_answers_are_told_apart_without_colour():
    marks = [overlay.mark(face(m)) for m in (ZOE, PERHAPS_BOB, STRANGER, IN_THE_DARK)]
    lines = [mark.line for mark in marks]
    assert lines == [Line.SOLID, Line.DASHED, Line.SOLID, Line.DOTTED]
    assert [mark.label for mark in marks] == ["Zoë", "Bob?", "Unknown", "Too dark"]


def test_a_mark_carries_the_face_it_was_made_from():
    seen = face()
    drawn = overlay.mark(seen)
    assert drawn.box == (10.0, 20.0, 50.0, 70.0)
    assert drawn.landmarks[2] == (30.0, 45.0)
    assert drawn.track_id == 7
    assert drawn.face is seen


def test_marks_keep_the_order_of_the_faces():
    frame = Frame(1, np.zeros((80, 80, 3), np.uint8), 0.0)
    result = FrameResult(frame, (face(ZOE), face(STRANGER), face(NOT_JUDGED)), 0.1)
    assert [mark.label for mark in overlay.marks(result)] == ["Zoë", "Unknown", ""]
    assert len({mark.colour for mark in overlay.marks(result)}) == 3


def at(moment: float) -> Frame:
    """A frame of a camera, captured then."""
    return Frame(1, np.zeros((80, 80, 3), np.uint8), captured_at=moment)


def moved(ahead_s: float, velocity=(10, 20, 30, 40)) -> list[overlay.FaceMark]:
    """A face seen at 100 s, as it is drawn on a frame so much later."""
    seen = replace(face(), velocity=np.array(velocity, np.float32))
    return list(overlay.marks(FrameResult(at(100.0), (seen,), 100.1), at(100.0 + ahead_s)))


def test_a_face_is_drawn_where_it_should_be_by_now():
    (drawn,) = moved(0.1)
    assert drawn.box == pytest.approx((11, 22, 53, 74))  # a tenth of what it moves a second
    # Landmarks go with the middle of the box: 20 px a second right, 30 down.
    assert drawn.landmarks[0] == pytest.approx((22, 38))
    assert drawn.landmarks[4] == pytest.approx((40, 61))


def test_on_its_own_frame_a_face_is_drawn_where_it_was_found():
    (drawn,) = moved(0.0)
    assert drawn.box == (10.0, 20.0, 50.0, 70.0)
    assert drawn.landmarks[0] == (20, 35)


def test_a_face_of_unknown_movement_stays():
    result = FrameResult(at(100.0), (face(),), 100.1)
    (drawn,) = overlay.marks(result, at(100.1))
    assert drawn.box == (10.0, 20.0, 50.0, 70.0)


def test_a_face_is_not_moved_on_for_longer_than_it_keeps_its_direction():
    (longest,), (longer,) = moved(overlay.LONGEST_AHEAD_S), moved(0.9)
    assert longest.box == pytest.approx((11.5, 23, 54.5, 76))
    assert longer.box == longest.box
    assert longer.landmarks == longest.landmarks


@pytest.mark.parametrize(("ahead_s", "drawn"), [(0.99, 1), (1.01, 0), (-0.01, 0), (60, 0)])
def test_what_was_found_long_ago_or_later_is_not_drawn(ahead_s, drawn):
    assert len(moved(ahead_s)) == drawn


def test_a_clip_moves_as_it_was_filmed_however_fast_it_is_worked_through():
    seen = replace(face(), velocity=np.array([10, 20, 30, 40], np.float32))
    blank = np.zeros((80, 80, 3), np.uint8)
    result = FrameResult(Frame(1, blank, captured_at=100.0, position_s=4.0), (seen,), 100.1)
    (drawn,) = overlay.marks(result, Frame(2, blank, captured_at=103.0, position_s=4.1))
    assert drawn.box == pytest.approx((11, 22, 53, 74))


@pytest.mark.parametrize(
    "background", [overlay.KNOWN, overlay.UNSURE, overlay.UNKNOWN, overlay.NOT_JUDGED]
)
def test_label_text_is_readable_on_every_colour(background):
    lighter, darker = luminance(background) + 0.05, luminance(overlay.TEXT) + 0.05
    assert lighter / darker >= 7  # WCAG's level AAA


def test_known_and_unknown_differ_in_blue_which_all_colour_blind_viewers_of_red_and_green_see():
    assert overlay.KNOWN[2] - overlay.UNKNOWN[2] >= 150


def test_lines_grow_with_the_picture_and_never_vanish():
    assert overlay.line_width_px(100, 80) == 2
    assert overlay.line_width_px(3840, 2160) == 8


SURFACE = (0.0, 0.0, 200.0, 100.0)


@pytest.mark.parametrize(
    ("box", "corner"),
    [
        ((40, 50, 80, 90), (40, 30)),  # on the box
        ((40, 5, 80, 90), (40, 5)),  # no room above: inside its top
        ((40, -30, 80, 90), (40, 0)),  # the box begins above the picture
        ((-20, 50, 30, 90), (0, 30)),
        ((180, 50, 230, 90), (140, 30)),
        ((40, 150, 80, 190), (40, 80)),  # the box lies below the picture
    ],
)
def test_the_label_stays_inside_the_picture(box, corner):
    assert overlay.label_corner(box, (60, 20), SURFACE) == corner


def test_a_label_wider_than_the_picture_begins_at_its_left_edge():
    assert overlay.label_corner((50, 50, 90, 90), (500, 20), SURFACE)[0] == 0
