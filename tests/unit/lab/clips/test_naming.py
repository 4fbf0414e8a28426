from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from facecam.errors import UsageError
from facecam.lab.clips.naming import OF_KNOWN, Answer, FirstRight, judge_video, total
from facecam.lab.clips.truth import TrueFace, Truth
from facecam.types import Decision, Detection, FaceResult, Frame, FrameResult, Match

IMAGE = np.zeros((4, 4, 3), np.uint8)
HERE, THERE = (0.0, 0.0, 10.0, 10.0), (100.0, 0.0, 110.0, 10.0)
ANN, BOB = Match(Decision.KNOWN, 1, "Ann"), Match(Decision.KNOWN, 2, "Bob")
UNSURE, UNKNOWN = Match(Decision.UNSURE), Match(Decision.UNKNOWN)
NOT_JUDGED = Match(Decision.NOT_JUDGED)


def result(frame, *found):
    """A frame's result, at 10 frames a second."""
    faces = tuple(
        FaceResult(Detection(np.array(box, np.float32), np.zeros((5, 2), np.float32), 0.9), match)
        for box, match in found
    )
    return FrameResult(Frame(frame, IMAGE, 0.0, (frame - 1) / 10), faces, 0.0)


def truth(*faces):
    return Truth(
        Path("truth.csv"),
        tuple(TrueFace(line, *face) for line, face in enumerate(faces, start=2)),
    )


def judged(name, *matches):
    """The one track of a face that is here in every frame; None where it is not found."""
    results = [
        result(frame, *([] if match is None else [(HERE, match)]))
        for frame, match in enumerate(matches, start=1)
    ]
    here = truth(*((frame, HERE, name) for frame in range(1, len(matches) + 1)))
    (track,) = judge_video(results, here).tracks
    return track


def test_each_frame_of_a_known_person_is_counted_by_what_was_said():
    track = judged("ann", None, NOT_JUDGED, UNKNOWN, UNSURE, BOB, ANN, ANN)
    assert [track.counts[answer] for answer in OF_KNOWN] == [2, 1, 1, 1, 1, 1]
    assert (track.first_frame, track.last_frame) == (1, 7)


def test_any_name_on_a_stranger_is_a_false_accept():
    counts = judged(None, UNKNOWN, ANN, UNSURE, BOB).counts
    assert (counts[Answer.NAMED], counts[Answer.UNKNOWN], counts[Answer.UNSURE]) == (2, 1, 1)
    assert Answer.RIGHT not in counts


def test_the_time_to_the_first_right_name():
    track = judged("Ann", None, NOT_JUDGED, UNKNOWN, BOB, ANN)
    assert track.first_right == FirstRight(5, 3, 0.4)


def test_a_right_name_that_never_came():
    assert judged("Ann", UNKNOWN, BOB).first_right is None


@pytest.mark.parametrize(
    ("matches", "changes"),
    [
        ([NOT_JUDGED, UNKNOWN, ANN, ANN], 0),
        ([ANN, UNKNOWN, ANN], 2),
        ([ANN, BOB], 1),
        ([ANN, None, ANN], 0),
        ([UNKNOWN, UNKNOWN], 0),
    ],
)
def test_changes_of_the_name_after_it_came(matches, changes):
    assert judged("Ann", *matches).name_changes == changes


def test_faces_are_paired_by_place_and_the_rest_is_not_in_the_truth():
    results = [result(1, (THERE, ANN), ((1, 0, 11, 10), UNKNOWN), ((50, 50, 60, 60), BOB))]
    report = judge_video(results, truth((1, HERE, None), (1, THERE, "Ann")))
    assert total(report.known, OF_KNOWN)[Answer.RIGHT] == 1
    assert report.strangers[0].counts[Answer.UNKNOWN] == 1
    assert (report.not_in_truth, report.not_in_truth_named) == (1, 1)


def test_a_frame_answered_again_counts_as_it_was_answered_last():
    results = [result(1, (HERE, NOT_JUDGED)), result(1, (HERE, ANN))]
    report = judge_video(results, truth((1, HERE, "Ann")))
    assert report.frames == 1
    assert report.tracks[0].counts[Answer.RIGHT] == 1


def test_a_truth_longer_than_the_clip_is_refused():
    with pytest.raises(UsageError, match=r"Line 3 of truth.csv tells of frame 9.*ends after 1"):
        judge_video([result(1)], truth((1, HERE, None), (9, HERE, None)))
