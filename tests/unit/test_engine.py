"""The engine with a source and a recogniser that do what the test says."""

import threading

import numpy as np
import pytest

from facecam.capture import Picture
from facecam.engine import Engine, EngineState
from facecam.errors import CaptureError, WeightsError
from facecam.types import FaceSample
from tests.fakes.gallery import FakeGallery
from tests.fakes.recogniser import FakeRecogniser

PATIENCE_S = 10.0
ADAS_FACE = FaceSample(np.zeros((160, 160, 3), np.uint8), np.eye(512)[0], "fake", 0.99)


class ClipSource:
    """A recording of ``count`` pictures; None for one that cannot be opened."""

    name, live, fps = "clip", False, 100.0

    def __init__(self, count):
        self.count = count
        self.given = 0
        self.released = threading.Event()

    def open(self):
        if self.count is None:
            raise CaptureError("There is no such clip.")

    def read(self):
        if self.given == self.count:
            return None
        self.given += 1
        return Picture(np.full((4, 4, 3), self.given, np.uint8), self.given / self.fps)

    def close(self):
        self.released.set()


class EndlessSource(ClipSource):
    """A camera: waits a little for each picture, until it is closed."""

    live = True

    def __init__(self):
        super().__init__(-1)
        self._pause = threading.Event()

    def read(self):
        self._pause.wait(0.005)
        picture = super().read()
        return Picture(picture.image)


@pytest.fixture
def run():
    engines = []

    def start(source, open_recogniser=FakeRecogniser, **options):
        engine = Engine(source, open_recogniser, FakeGallery(), **options)
        engines.append(engine)
        engine.start()
        return engine

    yield start
    for engine in engines:
        assert engine.stop(PATIENCE_S)


def all_results(engine):
    seen, numbers = 0, []
    while (entry := engine.results.newer_than(seen, PATIENCE_S)) is not None:
        seen = entry.seq
        numbers.append(entry.value.frame.seq)
    return numbers


def test_with_every_frame_each_frame_has_a_result_in_order(run):
    assert all_results(run(ClipSource(50), every_frame=True)) == list(range(1, 51))


def test_when_a_clip_ends_the_engine_says_so_and_the_source_is_released(run):
    source = ClipSource(3)
    engine = run(source, every_frame=True)
    all_results(engine)
    assert source.released.wait(PATIENCE_S)
    assert engine.status().state is EngineState.ENDED


def test_a_source_that_cannot_be_opened_fails_with_its_sentence(run):
    engine = run(ClipSource(None))
    assert all_results(engine) == []
    assert engine.status().state is EngineState.FAILED
    assert engine.status().message == "There is no such clip."


def test_missing_weights_fail_with_their_sentence(run):
    def open_recogniser():
        raise WeightsError("Run 'facecam models install'.")

    engine = run(EndlessSource(), open_recogniser)
    assert all_results(engine) == []
    assert engine.status().message == "Run 'facecam models install'."


def test_a_bug_in_recognition_is_logged_and_the_picture_goes_on(run, caplog):
    class Broken(FakeRecogniser):
        def recognise(self, frame):
            raise ZeroDivisionError("a bug")

    engine = run(EndlessSource(), Broken)
    assert all_results(engine) == []
    assert "ZeroDivisionError" in caplog.text
    assert "see the log" in engine.status().message
    newest = engine.frames.peek()
    assert engine.frames.newer_than(newest.seq, PATIENCE_S) is not None


def test_the_newest_frame_wins_while_the_worker_is_busy(run):
    busy, go_on = threading.Event(), threading.Event()

    class Slow(FakeRecogniser):
        def recognise(self, frame):
            busy.set()
            go_on.wait(PATIENCE_S)
            return super().recognise(frame)

    engine = run(EndlessSource(), Slow)
    assert busy.wait(PATIENCE_S)
    newest = engine.frames.newer_than(20, PATIENCE_S)
    go_on.set()
    second = engine.results.newer_than(1, PATIENCE_S)
    assert second.value.frame.seq >= newest.value.seq


def test_an_enrolment_reaches_the_recogniser_with_the_next_frames(run):
    recogniser = FakeRecogniser()
    engine = run(EndlessSource(), lambda: recogniser)
    engine.results.newer_than(0, PATIENCE_S)
    engine.gallery.enrol("Ada", [ADAS_FACE]).result(PATIENCE_S)
    now = engine.results.peek().seq
    engine.results.newer_than(now + 1, PATIENCE_S)
    assert recogniser.galleries[-1].names == {1: "Ada"}


def test_listeners_are_told_of_new_frames_and_results():
    told = threading.Event()
    engine = Engine(ClipSource(1), FakeRecogniser, FakeGallery(), every_frame=True)
    engine.add_listener(told.set)
    engine.start()
    assert told.wait(PATIENCE_S)
    assert engine.stop(PATIENCE_S)


def test_stopping_releases_the_camera_and_is_harmless_twice():
    source = EndlessSource()
    engine = Engine(source, FakeRecogniser, FakeGallery())
    engine.start()
    engine.results.newer_than(0, PATIENCE_S)
    assert engine.stop(PATIENCE_S)
    assert source.released.is_set()
    assert engine.stop(PATIENCE_S)
    assert engine.status().state is EngineState.STOPPED


def test_an_engine_never_started_can_be_stopped():
    assert Engine(ClipSource(1), FakeRecogniser, FakeGallery()).stop(PATIENCE_S)
