"""The engine with a source and a recogniser that do what the test says."""

import threading
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from facecam.capture import Picture
from facecam.engine import Engine, EngineState
from facecam.engine import worker as worker_module
from facecam.errors import CaptureError, GalleryError, WeightsError
from facecam.latest import Entry
from facecam.types import FaceSample, FrameResult
from tests.fakes.clock import FakeClock
from tests.fakes.gallery import FakeGallery
from tests.fakes.recogniser import FakeRecogniser, NamingRecogniser

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
            return self.end()
        self.given += 1
        return Picture(np.full((4, 4, 3), self.given, np.uint8), self.given / self.fps)

    def end(self):
        """Do what the source does after its last picture."""

    def close(self):
        self.released.set()


class PausingClip(ClipSource):
    """A recording of two pictures, of which the second comes when it may."""

    def __init__(self):
        super().__init__(2)
        self.pauses, self.may_go_on = threading.Event(), threading.Event()

    def read(self):
        if self.given == 1:
            self.pauses.set()
            assert self.may_go_on.wait(PATIENCE_S)
        return super().read()


class DistantClip(ClipSource):
    """A recording whose second picture is due an hour after the first."""

    def __init__(self):
        super().__init__(2)
        self.read_all = threading.Event()

    def read(self):
        picture = super().read()
        if self.given == 2:
            self.read_all.set()
        return replace(picture, position_s=3600.0 * (self.given - 1))


class BrokenClip(ClipSource):
    """A recording that breaks off."""

    def end(self):
        raise CaptureError("The clip breaks off.")


class HangingCamera(ClipSource):
    """A camera that gives ``count`` pictures, and then keeps whoever asks waiting."""

    live = True

    def __init__(self, count):
        super().__init__(count)
        self.hangs, self.may_answer = threading.Event(), threading.Event()

    def end(self):
        self.hangs.set()
        assert self.may_answer.wait(PATIENCE_S)


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


class Ending:
    """A thread of the recogniser's, which ends when it is waited for."""

    def __init__(self):
        self.waited = []

    def stop(self, timeout_s):
        self.waited.append(timeout_s > 0)
        return timeout_s > 0


told = threading.Condition()


def tell():
    with told:
        told.notify_all()


def wait_until(holds):
    """Wait for what an engine's listeners are told of, and only for that."""
    with told:
        while not holds():
            assert told.wait(PATIENCE_S), "nobody was told"


@pytest.fixture
def run():
    engines = []

    def start(source, recogniser=None, open_recogniser=None, listener=None, **options):
        recogniser = recogniser or FakeRecogniser()
        engine = Engine(source, open_recogniser or opening(recogniser), FakeGallery(), **options)
        if listener is not None:
            engine.add_listener(lambda: listener(engine))
        engine.add_listener(tell)
        engines.append(engine)
        engine.start()
        return engine

    yield start
    for engine in engines:
        assert engine.stop(PATIENCE_S)


def opening(recogniser):
    return lambda is_wanted: recogniser


def names_in(engine):
    newest = engine.results.newer_than(0)
    return None if newest is None else [face.match.name for face in newest.value.faces]


def is_in(engine, state):
    return lambda: engine.status().state is state


def all_results(engine):
    seen, numbers = 0, []
    while (entry := engine.results.newer_than(seen, PATIENCE_S)) is not None:
        seen = entry.seq
        numbers.append(entry.value.frame.seq)
    return numbers


# Who is seen, though no frame comes


@contextmanager
def at_the_end_of_a_clip(run):
    engine = run(ClipSource(3), NamingRecogniser())
    wait_until(is_in(engine, EngineState.ENDED))
    yield engine


@contextmanager
def at_a_single_picture(run):
    engine = run(ClipSource(1), NamingRecogniser())
    wait_until(is_in(engine, EngineState.ENDED))
    yield engine


@contextmanager
def where_a_clip_breaks_off(run):
    engine = run(BrokenClip(2), NamingRecogniser())
    wait_until(lambda: engine.status().finished)
    assert engine.status().state is EngineState.FAILED
    yield engine


@contextmanager
def at_a_camera_that_hangs(run):
    camera = HangingCamera(1)
    engine = run(camera, NamingRecogniser())
    assert camera.hangs.wait(PATIENCE_S)
    wait_until(lambda: engine.status().recognised == 1)
    yield engine
    camera.may_answer.set()


@pytest.mark.parametrize(
    "still",
    [at_the_end_of_a_clip, at_a_single_picture, where_a_clip_breaks_off, at_a_camera_that_hangs],
)
def test_whoever_is_enrolled_renamed_or_deleted_is_so_though_no_frame_comes(run, still):
    with still(run) as engine:
        state = engine.status().state
        engine.gallery.enrol("Ada", [ADAS_FACE])
        wait_until(lambda: names_in(engine) == ["Ada"])
        engine.gallery.rename(1, "Eve")
        wait_until(lambda: names_in(engine) == ["Eve"])
        engine.gallery.delete(1)
        wait_until(lambda: names_in(engine) == [])
        assert engine.status().state is state


def test_a_new_setting_counts_though_no_frame_comes(run):
    recogniser = NamingRecogniser()
    engine = run(ClipSource(1), recogniser)
    wait_until(is_in(engine, EngineState.ENDED))
    before = engine.results.newer_than(0).seq
    engine.set_stranger_rate(0.01)
    wait_until(lambda: engine.results.newer_than(0).seq == before + 1)
    assert recogniser.rates == [0.01]


def test_an_enrolment_while_the_recogniser_is_being_opened_counts_from_the_first_result(run):
    opened = threading.Event()
    recogniser = NamingRecogniser()

    def open_slowly(is_wanted):
        assert opened.wait(PATIENCE_S)
        return recogniser

    engine = run(ClipSource(1), open_recogniser=open_slowly)
    engine.gallery.enrol("Ada", [ADAS_FACE])
    opened.set()
    wait_until(is_in(engine, EngineState.ENDED))
    assert names_in(engine) == ["Ada"]


def test_what_other_threads_finish_is_published_at_once(run):
    recogniser = NamingRecogniser()
    engine = run(ClipSource(1), recogniser)
    wait_until(is_in(engine, EngineState.ENDED))
    before = engine.results.newer_than(0).seq
    recogniser.has_more = True
    recogniser.on_finished()
    wait_until(lambda: engine.results.newer_than(0).seq == before + 1)


def test_an_engine_that_has_stopped_hears_of_the_gallery_no_more():
    gallery = FakeGallery()
    for _ in range(3):
        engine = Engine(ClipSource(1), opening(FakeRecogniser()), gallery)
        engine.start()
        assert len(gallery.subscribers) == 1
        assert engine.stop(PATIENCE_S)
        assert gallery.subscribers == []


def test_an_engine_made_and_never_started_does_not_cling_to_the_gallery():
    gallery = FakeGallery()
    engine = Engine(ClipSource(1), opening(FakeRecogniser()), gallery)
    assert gallery.subscribers == []
    assert engine.stop(PATIENCE_S)


# The end


def test_a_clip_has_ended_once_all_is_said_of_its_last_frame(run):
    recogniser = NamingRecogniser()
    recogniser.is_busy = True
    source = ClipSource(2)
    engine = run(source, recogniser)
    assert source.released.wait(PATIENCE_S)
    wait_until(
        lambda: engine.results.newer_than(0) and engine.results.newer_than(0).value.frame.seq == 2
    )
    assert (engine.status().state, engine.status().finished) == (EngineState.RUNNING, False)
    recogniser.is_busy = False
    recogniser.on_finished()
    wait_until(is_in(engine, EngineState.ENDED))
    assert engine.status().finished


def test_a_clip_has_not_ended_while_its_last_frame_is_still_to_be_processed(run):
    class Busy(NamingRecogniser):
        """Has the source end, with a frame more, while it thinks about the first."""

        def revise(self):
            source.may_go_on.set()
            assert source.released.wait(PATIENCE_S)
            return super().revise()

    def note(engine):
        stood.append((engine.status().finished, engine.results.newer_than(0)))

    source = PausingClip()
    stood: list[tuple[bool, Entry[FrameResult] | None]] = []
    engine = run(source, Busy(), listener=note)
    assert source.pauses.wait(PATIENCE_S)
    wait_until(lambda: engine.status().recognised == 1)
    engine.gallery.enrol("Ada", [ADAS_FACE])
    wait_until(is_in(engine, EngineState.ENDED))
    assert {entry and entry.value.frame.seq for finished, entry in stood if finished} == {2}


def test_a_camera_that_is_still_open_is_not_finished(run):
    engine = run(EndlessSource())
    engine.results.newer_than(0, PATIENCE_S)
    assert (engine.status().state, engine.status().finished) == (EngineState.RUNNING, False)


def test_after_the_end_stopping_ends_the_worker_that_waits(run):
    engine = run(ClipSource(1))
    wait_until(is_in(engine, EngineState.ENDED))
    assert not engine.results.closed
    assert engine.stop(PATIENCE_S)
    assert engine.results.closed
    assert engine.status().state is EngineState.STOPPED


# Every frame


def test_with_every_frame_each_frame_has_a_result_in_order(run):
    assert all_results(run(ClipSource(50), every_frame=True)) == list(range(1, 51))


def test_with_every_frame_a_frame_has_one_result_whatever_happens_to_the_gallery(run):
    engine = run(ClipSource(20), NamingRecogniser(), every_frame=True)
    numbers = []
    for seen in range(20):
        numbers.append(engine.results.newer_than(seen, PATIENCE_S).value.frame.seq)
        engine.gallery.enrol(f"Person {seen}", [ADAS_FACE])
    assert engine.results.newer_than(20, None) is None
    assert numbers == list(range(1, 21))


def test_with_every_frame_a_change_of_the_gallery_is_not_the_end(run):
    heard = threading.Event()

    class Hearing(NamingRecogniser):
        def set_stranger_rate(self, rate):
            super().set_stranger_rate(rate)
            heard.set()

    source = PausingClip()
    engine = run(source, Hearing(), every_frame=True)
    assert engine.results.newer_than(0, PATIENCE_S).seq == 1
    engine.set_stranger_rate(0.01)
    assert heard.wait(PATIENCE_S)
    source.may_go_on.set()
    assert engine.results.newer_than(1, PATIENCE_S).seq == 2
    assert engine.results.newer_than(2, None) is None


def test_when_a_clip_ends_the_engine_says_so_and_the_source_is_released(run):
    source = ClipSource(3)
    engine = run(source, every_frame=True)
    all_results(engine)
    assert source.released.wait(PATIENCE_S)
    assert (engine.status().state, engine.status().finished) == (EngineState.ENDED, True)


def test_with_every_frame_a_clip_without_pictures_ends_too(run):
    assert all_results(run(ClipSource(0), every_frame=True)) == []


def test_a_reader_that_has_gone_away_does_not_keep_the_engine_for_ever(run, monkeypatch):
    monkeypatch.setattr(worker_module, "HAND_OVER_TIMEOUT_S", 0.01)
    engine = run(ClipSource(3), every_frame=True)
    wait_until(is_in(engine, EngineState.FAILED))
    assert "nobody has read" in engine.status().message


# What goes wrong


def test_a_source_that_cannot_be_opened_fails_with_its_sentence(run):
    engine = run(ClipSource(None))
    wait_until(lambda: engine.status().finished)
    assert engine.status().state is EngineState.FAILED
    assert engine.status().message == "There is no such clip."
    assert engine.results.newer_than(0) is None


@pytest.mark.parametrize(
    "error", [WeightsError("Run 'facecam models install'."), GalleryError("It is damaged.")]
)
def test_what_cannot_be_opened_for_recognition_fails_with_its_sentence(run, error):
    def open_recogniser(is_wanted):
        raise error

    engine = run(EndlessSource(), open_recogniser=open_recogniser)
    assert all_results(engine) == []
    assert (engine.status().state, engine.status().finished) == (EngineState.FAILED, True)
    assert engine.status().message == str(error)


def test_a_bug_in_recognition_is_logged_and_the_picture_goes_on(run, caplog):
    class Broken(FakeRecogniser):
        def recognise(self, frame):
            raise ZeroDivisionError("a bug")

    engine = run(EndlessSource(), Broken())
    assert all_results(engine) == []
    assert "ZeroDivisionError" in caplog.text
    assert "see the log" in engine.status().message
    newest = engine.frames.newer_than(0)
    assert engine.frames.newer_than(newest.seq, PATIENCE_S) is not None


# Keeping up


def test_the_newest_frame_wins_while_the_worker_is_busy(run):
    busy, go_on = threading.Event(), threading.Event()

    class Slow(FakeRecogniser):
        def recognise(self, frame):
            busy.set()
            go_on.wait(PATIENCE_S)
            return super().recognise(frame)

    engine = run(EndlessSource(), Slow())
    assert busy.wait(PATIENCE_S)
    newest = engine.frames.newer_than(20, PATIENCE_S)
    go_on.set()
    second = engine.results.newer_than(1, PATIENCE_S)
    assert second.value.frame.seq >= newest.value.seq
    assert engine.status().dropped >= 19


def test_an_enrolment_reaches_the_recogniser_with_the_next_frames(run):
    recogniser = FakeRecogniser()
    engine = run(EndlessSource(), recogniser)
    engine.results.newer_than(0, PATIENCE_S)
    engine.gallery.enrol("Ada", [ADAS_FACE]).result(PATIENCE_S)
    now = engine.results.newer_than(0).seq
    engine.results.newer_than(now + 1, PATIENCE_S)
    assert recogniser.galleries[-1].names == {1: "Ada"}


def test_a_gallery_that_did_not_change_is_given_once(run):
    recogniser = FakeRecogniser()
    engine = run(ClipSource(5), recogniser, every_frame=True)
    all_results(engine)
    assert len(recogniser.galleries) == 1


def test_a_setting_that_did_not_change_is_told_once(run):
    recogniser, source = FakeRecogniser(), PausingClip()
    engine = run(source, recogniser, every_frame=True)
    engine.set_stranger_rate(0.01)
    engine.set_stranger_rate(0.01)
    source.may_go_on.set()
    all_results(engine)
    assert recogniser.rates == [0.01]


def test_the_rate_is_that_of_the_last_two_seconds(run, monkeypatch):
    clock = FakeClock()
    monkeypatch.setattr(worker_module, "time", SimpleNamespace(monotonic=clock.now))

    class Timed(FakeRecogniser):
        def recognise(self, frame):
            clock.time += 0.1
            return FrameResult(frame, (), clock.time)

    engine = run(ClipSource(50), Timed(), every_frame=True)
    all_results(engine)
    assert engine.status().recognised == 50
    assert engine.status().recognised_fps == pytest.approx(10)
    clock.time += 1.0
    assert engine.status().recognised_fps == pytest.approx(5, abs=0.5)
    clock.time += 1.1
    assert engine.status().recognised_fps == 0


# Listeners


def test_when_listeners_are_told_the_result_is_there():
    engine = Engine(ClipSource(5), opening(FakeRecogniser()), FakeGallery(), every_frame=True)
    seen = []
    engine.add_listener(lambda: seen.append(engine.results.newer_than(0)))
    engine.start()
    assert engine.results.newer_than(4, PATIENCE_S) or all_results(engine)
    assert engine.stop(PATIENCE_S)
    assert {entry.seq for entry in seen if entry is not None} == {1, 2, 3, 4, 5}


def test_when_listeners_are_told_what_is_said_anew_is_there(run):
    seen: list[list[str] | None] = []
    engine = run(
        ClipSource(1), NamingRecogniser(), listener=lambda engine: seen.append(names_in(engine))
    )
    wait_until(is_in(engine, EngineState.ENDED))
    engine.gallery.enrol("Ada", [ADAS_FACE])
    wait_until(lambda: seen[-1] == ["Ada"])


def test_when_listeners_are_told_of_the_end_the_results_are_closed():
    engine = Engine(ClipSource(2), opening(FakeRecogniser()), FakeGallery(), every_frame=True)
    stood: list[tuple[bool, bool]] = []
    engine.add_listener(lambda: stood.append((engine.status().finished, engine.results.closed)))
    engine.start()
    all_results(engine)
    assert engine.stop(PATIENCE_S)
    assert (True, False) not in stood
    assert stood[-1] == (True, True)


def test_every_listener_is_told():
    engine = Engine(ClipSource(1), opening(FakeRecogniser()), FakeGallery())
    first, second = threading.Event(), threading.Event()
    engine.add_listener(first.set)
    engine.add_listener(second.set)
    engine.start()
    assert first.wait(PATIENCE_S)
    assert second.wait(PATIENCE_S)
    assert engine.stop(PATIENCE_S)


def test_listeners_are_told_that_recognition_has_failed_though_no_frame_comes(run):
    camera, may_fail = HangingCamera(0), threading.Event()

    def open_recogniser(is_wanted):
        assert may_fail.wait(PATIENCE_S)
        raise WeightsError("Run 'facecam models install'.")

    engine = run(camera, open_recogniser=open_recogniser)
    assert camera.hangs.wait(PATIENCE_S)
    may_fail.set()
    wait_until(is_in(engine, EngineState.FAILED))
    camera.may_answer.set()


def test_listeners_are_told_of_frames_that_are_not_processed_yet(run):
    opened = threading.Event()
    seen: list[int] = []

    def note(engine):
        newest = engine.frames.newer_than(0)
        seen.append(newest.seq if newest else 0)

    def open_when_all_is_seen(is_wanted):
        assert opened.wait(PATIENCE_S)
        return FakeRecogniser()

    engine = run(EndlessSource(), open_recogniser=open_when_all_is_seen, listener=note)
    wait_until(lambda: len(set(seen)) > 3)
    status = engine.status()
    assert (status.recognised, status.recognised_fps) == (0, 0.0)
    opened.set()


def test_pictures_passed_over_because_decoding_was_late_are_counted_as_dropped(run, monkeypatch):
    class LateClip(ClipSource):
        def read(self):
            picture = super().read()
            return picture and replace(picture, position_s=0.0)

        def skip_to(self, position_s):
            return 7

    monkeypatch.setattr("facecam.capture.grabber._LATE_S", -1.0)
    engine = run(LateClip(1))
    wait_until(is_in(engine, EngineState.ENDED))
    assert engine.status().dropped == 7


# Stopping


def test_stopping_releases_the_camera_and_is_harmless_twice():
    source = EndlessSource()
    engine = Engine(source, opening(FakeRecogniser()), FakeGallery())
    engine.start()
    engine.results.newer_than(0, PATIENCE_S)
    assert engine.stop(PATIENCE_S)
    assert source.released.is_set()
    assert engine.stop(PATIENCE_S)
    assert engine.status().state is EngineState.STOPPED


def test_a_worker_that_waits_for_its_reader_can_be_stopped(run):
    second = threading.Event()

    class Recogniser(FakeRecogniser):
        def recognise(self, frame):
            if frame.seq == 2:
                second.set()
            return super().recognise(frame)

    engine = run(ClipSource(3), Recogniser(), every_frame=True)
    assert second.wait(PATIENCE_S), "whose result waits until the first is read"
    assert engine.stop(PATIENCE_S)
    assert (engine.status().state, engine.status().message) == (EngineState.STOPPED, "")


def test_a_clip_whose_next_picture_is_due_in_an_hour_can_be_stopped(run):
    source = DistantClip()
    engine = run(source)
    assert source.read_all.wait(PATIENCE_S)
    assert engine.stop(PATIENCE_S)
    assert source.released.is_set()


def test_an_engine_never_started_can_be_stopped():
    engine = Engine(ClipSource(1), opening(FakeRecogniser()), FakeGallery())
    assert engine.stop(PATIENCE_S)
    assert engine.status().state is EngineState.STOPPED


def test_the_recognisers_threads_are_stopped_with_the_worker(run):
    threads = Ending(), Ending()
    recogniser = FakeRecogniser()
    recogniser.threads = threads
    engine = run(EndlessSource(), recogniser)
    engine.results.newer_than(0, PATIENCE_S)
    assert engine.stop(PATIENCE_S)
    assert [thread.waited for thread in threads] == [[False, True]] * 2, (
        "all asked, then waited for"
    )


def test_with_every_frame_the_recogniser_has_no_threads(run):
    recogniser = FakeRecogniser()
    recogniser.threads = (Ending(),)
    all_results(run(ClipSource(2), recogniser, every_frame=True))
    assert recogniser.threads[0].waited == []


def test_a_camera_that_does_not_answer_does_not_keep_the_one_who_stops_waiting(run, caplog):
    camera = HangingCamera(0)
    engine = run(camera)
    assert camera.hangs.wait(PATIENCE_S)
    assert not engine.stop(timeout_s=0.01)
    assert "did not stop within" in caplog.text
    camera.may_answer.set()
    assert engine.stop(PATIENCE_S)
    assert camera.released.is_set()


def test_stopped_while_its_recogniser_is_opened_the_worker_gives_up_and_uses_it_no_more(run):
    begun, may_go_on = threading.Event(), threading.Event()
    wanted = []

    def open_slowly(is_wanted):
        begun.set()
        wanted.append(is_wanted())
        assert may_go_on.wait(PATIENCE_S)
        wanted.append(is_wanted())
        raise CancelledError

    engine = run(EndlessSource(), open_recogniser=open_slowly)
    assert begun.wait(PATIENCE_S)
    assert not engine.stop(timeout_s=0.01)
    may_go_on.set()
    assert engine.stop(PATIENCE_S)
    assert wanted == [True, False]
    assert (engine.status().state, engine.status().message) == (EngineState.STOPPED, "")


def test_a_recogniser_opened_too_late_is_given_no_frame(run):
    begun, may_go_on = threading.Event(), threading.Event()
    recogniser = FakeRecogniser()

    def open_slowly(is_wanted):
        begun.set()
        assert may_go_on.wait(PATIENCE_S)
        return recogniser

    engine = run(EndlessSource(), open_recogniser=open_slowly)
    engine.frames.newer_than(0, PATIENCE_S)
    assert not engine.stop(timeout_s=0.01)
    may_go_on.set()
    assert engine.stop(PATIENCE_S)
    assert recogniser.galleries == []
