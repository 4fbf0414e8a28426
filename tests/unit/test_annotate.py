from __future__ import annotations

import subprocess

import numpy as np
import pytest

from facecam import annotate
from facecam.annotate import annotated, font_for
from facecam.fonts import Font
from facecam.overlay import KNOWN, NOT_JUDGED, UNKNOWN, UNSURE
from facecam.types import Decision, Detection, Evidence, FaceResult, Match

IMAGE = np.full((300, 400, 3), 128, np.uint8)


def face(match: Match, *box: float) -> FaceResult:
    landmarks = np.zeros((5, 2), np.float32)
    return FaceResult(Detection(np.array(box, np.float32), landmarks, 0.9), match)


def pixels_of(image, colour):
    rows, columns = np.nonzero((image == np.array(colour)).all(axis=2))
    return rows, columns


def test_box_is_where_the_face_is_and_the_original_stays():
    before = IMAGE.copy()
    marked = annotated(IMAGE, [face(Match(Decision.UNKNOWN), 100, 120, 200, 260)])
    rows, columns = pixels_of(marked, UNKNOWN)
    assert (columns.min(), rows.max()) == (100, 260)
    assert 90 < rows.min() < 120  # the label stands on the box
    assert (before == IMAGE).all()


def test_answers_that_are_not_firm_are_told_apart_without_colour():
    unsure = Match(Decision.UNSURE, evidence=Evidence("Zoë", 0.2, 0.3, 1))
    answers = (Match(Decision.UNKNOWN), unsure, Match(Decision.NOT_JUDGED))
    drawn = []
    for answer, colour in zip(answers, (UNKNOWN, UNSURE, NOT_JUDGED), strict=True):
        marked = annotated(IMAGE, [face(answer, 100, 120, 200, 260)])
        rows, columns = pixels_of(marked, colour)
        drawn.append(np.count_nonzero(columns[rows > 200] == 100) / (260 - 200))
    assert drawn[0] == 1
    assert 0.4 < drawn[1] < 0.8
    assert drawn[2] < drawn[1]


def test_face_at_the_edge_keeps_its_label_inside():
    known = Match(Decision.KNOWN, 1, "Zoë Ball", 0.8)
    marked = annotated(IMAGE, [face(known, 380, -20, 450, 50)])
    _, columns = pixels_of(marked, KNOWN)
    assert columns.min() < 360
    assert marked.shape == IMAGE.shape


def test_no_faces_is_the_same_picture():
    assert (annotated(IMAGE, []) == IMAGE).all()


def has_font(letter):
    try:
        asked = ["fc-list", f":charset={ord(letter):x}", "file"]
        return bool(subprocess.check_output(asked))
    except OSError:
        return False


@pytest.mark.parametrize("pair", ["李王", "Жю", "אב"])
def test_letters_of_any_script_are_letters_and_not_boxes(pair):
    if not all(map(has_font, pair)):
        pytest.skip(f"no font here has {pair}")
    first, second = (bytes(font_for(letter, 40).getmask(letter)) for letter in pair)
    assert first != second


def test_without_fontconfig_there_is_still_a_font(monkeypatch):
    monkeypatch.setattr(annotate, "font_with", lambda letters: Font())
    assert font_for("Ann", 20).getbbox("Ann")[2] > 10
