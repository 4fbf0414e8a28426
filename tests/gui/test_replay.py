"""A clip played in the window, and what is recorded of it; the clip is the test's."""

from __future__ import annotations

import itertools

import pytest

from facecam.engine import EngineState
from facecam.errors import CaptureError, FacecamError
from facecam.gui.window import MainWindow
from facecam.lab.clips import replay as replay_module
from facecam.lab.clips.replay import replay
from facecam.settings import Settings
from tests.gui.fake_engine import FakeEngine, face, known


@pytest.fixture
def recorder(window):
    count = itertools.count(10)
    return replay_module._Recorder(window, lambda: next(count))


def paint(qtbot, window, engine, *faces):
    """Show a frame and wait until it was painted with its own boxes."""
    with qtbot.waitSignal(
        window.presenter.painted,
        check_params_cb=lambda shown: len(shown.marks) == len(faces),
    ):
        engine.show(*faces)


def end(qtbot, window, engine, state=EngineState.ENDED, message=""):
    with qtbot.waitSignal(window.closed):
        engine.be(state, message)


def test_what_was_painted_is_recorded_as_it_was_painted(qtbot, window, engine, recorder):
    paint(qtbot, window, engine)
    paint(qtbot, window, engine, known("Zoë", box=(60, 60, 140, 160)), face(track_id=2))
    end(qtbot, window, engine)
    first, *_, last = recorder.playback().painted
    assert (first.position_s, first.boxes.shape) == (1.0, (0, 4))
    assert (last.position_s, last.captured_at, last.seen_at) == (2.0, 2.0, 2.0)
    assert (last.names, last.track_ids) == (("Zoë", None), (1, 2))
    assert last.boxes[0].tolist() == [60, 60, 140, 160]
    assert last.painted_at >= first.painted_at


def test_every_painted_frame_has_its_tally(qtbot, window, engine, recorder):
    for _ in range(3):
        paint(qtbot, window, engine, face())
    end(qtbot, window, engine)
    run = recorder.playback()
    assert len(run.tallies) == len(run.painted) >= 3
    assert [tally.at for tally in run.tallies] == [one.painted_at for one in run.painted]
    assert [tally.embedded for tally in run.tallies[:3]] == [10, 11, 12]
    used = [tally.cpu_s for tally in run.tallies]
    assert used == sorted(used)
    assert 0 < run.tallies[-1].rss_mb <= run.peak_rss_mb


def test_a_frame_painted_before_the_first_result_has_no_boxes_yet(
    qtbot, window, engine, recorder, monkeypatch
):
    monkeypatch.setattr(engine.results, "put", lambda result: None)
    paint(qtbot, window, engine)
    end(qtbot, window, engine)
    (only,) = recorder.playback().painted
    assert only.seen_at is None


def test_the_gui_thread_s_pulse_is_taken_from_the_first_picture_on(qtbot, window, engine, recorder):
    assert not recorder._heart.isActive()
    paint(qtbot, window, engine)
    qtbot.waitUntil(lambda: len(recorder.playback().beats_at) >= 3)
    end(qtbot, window, engine)
    run = recorder.playback()
    assert run.beats_at.tolist() == sorted(run.beats_at)
    assert run.beats_at[0] >= run.painted[0].painted_at
    assert run.stalls_s.shape == run.beats_at.shape
    assert run.stalls_s.min() >= 0
    assert not recorder._heart.isActive()


def test_the_furthest_step_down_is_kept(qtbot, window, engine, recorder):
    for step in (1, 4, 2):
        engine.be(EngineState.RUNNING, pace_step=step)
        paint(qtbot, window, engine)
    end(qtbot, window, engine)
    assert recorder.playback().slowest_pace == 4


def test_a_clip_that_fails_on_the_way_is_an_error(qtbot, window, engine, recorder):
    paint(qtbot, window, engine)
    end(qtbot, window, engine, EngineState.FAILED, "clip.mp4 breaks off.")
    with pytest.raises(FacecamError, match=r"clip\.mp4 breaks off"):
        recorder.playback()


@pytest.fixture
def in_this_process(qapp, monkeypatch):
    """Let ``replay`` run in the tests' own application."""
    monkeypatch.setattr(replay_module, "make_application", lambda: qapp)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("facecam.gui.source_menu.list_cameras", list)
    quits = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(quits)


class Clip(FakeEngine):
    """One frame with a known face."""

    def start(self):
        super().start()
        self.show(known("Ann"))


def test_a_clip_is_played_to_its_end_and_the_engine_stopped(in_this_process, studio, monkeypatch):
    opened = []

    def open_engine(spec):
        opened.append(Clip(spec, studio.gallery))
        return opened[-1]

    def open_window(*arguments):
        window = MainWindow(*arguments)
        window.presenter.painted.connect(lambda _: opened[0].be(EngineState.ENDED))
        return window

    monkeypatch.setattr(replay_module, "MainWindow", open_window)
    run = replay(open_engine, studio.gallery, "clip.mp4", Settings(), int)
    assert [one.names for one in run.painted] == [("Ann",)]
    assert opened[0].spec == "clip.mp4"
    assert opened[0].stopped


def test_a_clip_that_cannot_be_opened_is_an_error(in_this_process, studio):
    studio.failures["none.mp4"] = CaptureError("The source 'none.mp4' does not exist.")
    with pytest.raises(FacecamError, match=r"'none\.mp4' does not exist"):
        replay(studio.open_engine, studio.gallery, "none.mp4", Settings(), int)
