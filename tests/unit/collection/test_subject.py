from __future__ import annotations

import numpy as np
import pytest

from facecam.collection.subject import central_face, centre_box, embed_subjects
from facecam.types import Reason
from tests.fakes.still_recogniser import face_at


def test_face_in_the_middle_goes_before_a_bigger_one_at_the_edge():
    image = np.zeros((250, 250, 3), np.uint8)
    middle, edge = face_at((85, 85, 165, 165)), face_at((0, 0, 100, 100))
    assert central_face(image, [edge, middle]) is middle
    assert central_face(image, [face_at((120, 120, 130, 130)), middle]) is middle
    assert central_face(image, []) is None


def test_middle_of_a_picture():
    box = centre_box(np.zeros((100, 200, 3), np.uint8))
    assert box == pytest.approx(np.array([60, 30, 140, 70]))


def test_without_a_face_the_middle_is_embedded(recogniser, picture):
    black = picture("Ann/1.png", (0, 0, 0))
    subject = embed_subjects([black], recogniser)[black]
    assert not subject.is_found
    assert recogniser.boxes == [(15.0, 15.0, 35.0, 35.0)]


def test_a_face_that_the_program_would_not_judge_keeps_the_reason(recogniser, picture):
    good, dark = picture("Ann/1.png", (9, 0, 0)), picture("Ann/2.png", (9, 0, 255))
    subjects = embed_subjects([good, dark], recogniser)
    assert (subjects[good].fault, subjects[dark].fault) == (None, Reason.TOO_DARK)


def test_each_picture_is_passed_to_whoever_shows_the_progress(recogniser, picture):
    paths, seen = [picture(f"Ann/{n}.png", (n, 0, 0)) for n in (1, 2)], []

    def track(pictures):
        for path in pictures:
            seen.append(path)
            yield path

    embed_subjects(paths, recogniser, track)
    assert seen == paths
