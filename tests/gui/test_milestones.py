"""The log says when the first picture and the first name were seen, and not whose."""

import logging

import numpy as np
import pytest

from facecam import overlay
from facecam.gui.milestones import FIRST_NAME, FIRST_PICTURE, Milestones
from facecam.gui.presenter import Presenter, Shown
from facecam.gui.video_view import VideoView
from facecam.types import Decision, Detection, FaceResult, Frame, FrameResult, Match

FRAME = Frame(1, np.zeros((48, 64, 3), np.uint8), 0.0, None)


@pytest.fixture
def paint(qtbot, caplog):
    """Say that a frame with a face of that name, or without a face, was painted."""
    caplog.set_level(logging.INFO)
    view = VideoView()
    qtbot.addWidget(view)
    presenter = Presenter(view, view)
    milestones = Milestones(presenter)

    def paint_it(match=None) -> list[str]:
        faces = () if match is None else (FaceResult(detection(), match),)
        result = FrameResult(FRAME, faces, 0.0)
        presenter.painted.emit(Shown(FRAME, result, overlay.marks(result)))
        return caplog.messages

    yield paint_it
    milestones.deleteLater()


def detection() -> Detection:
    box, points = np.array([4, 4, 40, 40], np.float32), np.zeros((5, 2), np.float32)
    return Detection(box, points, 0.9)


def test_the_first_picture_is_said_once(paint):
    paint()
    assert paint() == [FIRST_PICTURE]


def test_an_unknown_face_is_no_name(paint):
    assert paint(Match(Decision.UNKNOWN, None, None, 0.1)) == [FIRST_PICTURE]


def test_the_first_name_is_said_once_and_not_whose_it_is(paint):
    ada = Match(Decision.KNOWN, 1, "Ada", 0.9)
    paint(ada)
    assert paint(ada) == [FIRST_PICTURE, FIRST_NAME]


def test_records_say_which_milestone_it_was(paint, caplog):
    paint(Match(Decision.KNOWN, 1, "Ada", 0.9))
    assert [record.milestone for record in caplog.records] == ["picture", "name"]
