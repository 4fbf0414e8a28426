"""Frames wait for their boxes a moment, and each is shown once."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt5.QtCore import QTimer

from facecam.gui.presenter import Presenter, Shown
from facecam.gui.video_view import VideoView
from facecam.types import FaceResult, Frame, FrameResult
from tests.gui.fake_engine import face, picture

FIFTIETH_S = 0.02


@pytest.fixture
def view(qtbot) -> VideoView:
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(320, 240)
    widget.show()
    return widget


@pytest.fixture
def presenter(view) -> Presenter:
    return Presenter(view, view)


@pytest.fixture
def wait_is_over(presenter):
    """End the wait of the frame that is waiting, as time does."""

    def end() -> None:
        timer = presenter.findChild(QTimer)
        assert timer.isActive()
        timer.timeout.emit()

    return end


def frame(seq: int, at: float | None = None) -> Frame:
    return Frame(seq, picture(), seq * FIFTIETH_S if at is None else at)


def moving(x: float = 60, velocity=(50.0, 0.0, 50.0, 0.0)) -> FaceResult:
    found = face((x, 60, x + 80, 160))
    moves = np.array(velocity, np.float32)
    return FaceResult(found.detection, found.match, found.track_id, found.sample, moves)


def result(of: Frame, *faces: FaceResult) -> FrameResult:
    return FrameResult(of, faces, of.captured_at)


def lefts(view) -> list[float]:
    return [round(mark.box[0], 3) for mark in view.marks]


def test_a_frame_waits_for_its_own_boxes_and_is_shown_with_them_at_once(view, presenter):
    one = frame(1)
    presenter.offer(one, None)
    assert view.frames_shown == 0
    presenter.offer(None, result(one, moving(70)))
    assert (view.frames_shown, lefts(view)) == (1, [70])
    assert not presenter.findChild(QTimer).isActive()


def test_a_frame_that_comes_with_its_boxes_does_not_wait(view, presenter):
    presenter.offer(frame(1), result(frame(1), moving(70)))
    assert (view.frames_shown, lefts(view)) == (1, [70])


def test_a_frame_whose_successor_was_looked_at_does_not_wait(view, presenter):
    presenter.offer(None, result(frame(2), moving(70)))
    presenter.offer(frame(1), None)
    assert view.frames_shown == 1


def test_a_frame_that_has_waited_is_shown_with_the_last_boxes_moved_on(
    view, presenter, wait_is_over
):
    presenter.offer(frame(1), result(frame(1), moving(60)))
    presenter.offer(frame(3), None)
    assert view.frames_shown == 1
    wait_is_over()
    assert (view.frames_shown, lefts(view)) == (2, [62])  # 50 px a second, for 2/50 s


def test_boxes_of_an_earlier_frame_do_not_end_the_wait_but_are_shown_after_it(
    view, presenter, wait_is_over
):
    presenter.offer(frame(2), None)
    presenter.offer(None, result(frame(1), moving(60)))
    assert view.frames_shown == 0
    wait_is_over()
    assert (view.frames_shown, lefts(view)) == (1, [61])


def test_the_first_frame_is_shown_without_boxes_if_it_has_to(view, presenter, wait_is_over):
    presenter.offer(frame(1), None)
    wait_is_over()
    assert (view.frames_shown, view.marks) == (1, ())
    assert presenter.shown.result is None


def test_boxes_that_come_late_are_painted_on_the_frame_that_is_shown(view, presenter, wait_is_over):
    one = frame(1)
    presenter.offer(one, None)
    wait_is_over()
    presenter.offer(None, result(one, moving(80)))
    assert (view.frames_shown, lefts(view)) == (1, [80])
    presenter.offer(None, result(one, moving(90)))  # who it is was found out
    assert (view.frames_shown, lefts(view)) == (1, [90])


def test_a_frame_that_waits_is_shown_before_the_next_one_waits(view, presenter):
    presenter.offer(frame(1), None)
    presenter.offer(frame(2), None)
    assert view.frames_shown == 1
    assert presenter.shown.frame.seq == 1
    presenter.offer(None, result(frame(2)))
    assert view.frames_shown == 2
    assert presenter.shown.frame.seq == 2


def test_nothing_new_shows_nothing(view, presenter):
    presenter.offer(None, None)
    assert presenter.shown is None
    presenter.offer(frame(1), result(frame(1)))
    presenter.offer(None, None)
    assert view.frames_shown == 1


@pytest.mark.parametrize(
    ("between_s", "wait_ms"), [(0.010, 5), (0.030, 15), (0.040, 20), (0.2, 20)]
)
def test_no_frame_waits_longer_than_half_the_time_to_the_next_nor_than_20_ms(
    presenter, between_s, wait_ms
):
    presenter.offer(frame(1, at=100.0), result(frame(1)))
    presenter.offer(frame(2, at=100.0 + between_s), None)
    assert presenter.findChild(QTimer).interval() == pytest.approx(wait_ms, abs=1)
    assert presenter.findChild(QTimer).isSingleShot()


def test_what_waited_from_another_source_is_never_shown(qtbot, view, presenter):
    presenter.offer(frame(7), result(frame(6), moving(60)))
    presenter.clear()
    assert not presenter.findChild(QTimer).isActive()
    presenter.offer(None, None)
    assert view.frames_shown == 0
    presenter.offer(frame(1), None)
    assert view.frames_shown == 0  # it waits for boxes of its own: those of frame 6 are forgotten
    assert presenter.shown is None


def test_each_frame_and_each_change_of_its_boxes_is_said_once_when_it_was_painted(
    qtbot, view, presenter
):
    said: list[Shown] = []
    presenter.painted.connect(said.append)
    one = frame(1)
    presenter.offer(one, result(one, moving(60)))
    qtbot.waitUntil(lambda: len(said) == 1)
    assert (said[0].frame, len(said[0].marks)) == (one, 1)
    view.repaint()
    assert len(said) == 1
    newer = result(one)
    presenter.offer(None, newer)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert (said[1].frame, said[1].result, said[1].marks) == (one, newer, ())
