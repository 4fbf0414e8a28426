"""What is drawn over a face: its words, its colour, and a label inside the picture."""

import numpy as np
import pytest

from facecam import overlay
from facecam.types import (
    NOT_JUDGED,
    Decision,
    Detection,
    Evidence,
    FaceResult,
    Frame,
    FrameResult,
    Gate,
    Match,
    Reason,
)

ZOE = Match(Decision.KNOWN, person_id=1, name="Zoë", similarity=0.824)
PERHAPS_BOB = Match(
    Decision.UNSURE,
    similarity=0.6,
    evidence=Evidence("Bob", 0.25, 0.27, 1, "Ada", 0.1, Gate.SCORE, frames=4),
)
IN_THE_DARK = Match(Decision.NOT_JUDGED, reason=Reason.TOO_DARK)
STRANGER = Match(Decision.UNKNOWN, similarity=0.31)


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
        (IN_THE_DARK, "too dark"),
    ],
)
def test_the_label_says_who_it_is_in_as_few_words_as_there_are(match, words):
    assert overlay.label(match) == words


def test_the_why_tells_both_people_the_limit_and_what_stopped_the_name():
    assert overlay.why(PERHAPS_BOB) == (
        "Most like Bob: 0.25. Named from 0.27 on.",
        "Next most like Ada: 0.10.",
        "Not named: too little like anybody known.",
        "From 4 looks at the face and 1 sample of Bob.",
    )


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (IN_THE_DARK, "Not judged: the face is too dark."),
        (NOT_JUDGED, "Not looked at closely yet."),
        (Match(Decision.UNKNOWN), "Nobody is enrolled to compare with."),
    ],
)
def test_the_why_of_a_face_that_was_not_compared_is_one_line(match, words):
    assert overlay.why(match) == (words,)


def test_answers_that_are_not_firm_are_drawn_dashed():
    marks = [overlay.mark(face(m)) for m in (ZOE, PERHAPS_BOB, STRANGER, IN_THE_DARK)]
    assert [mark.is_dashed for mark in marks] == [False, True, False, True]


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
