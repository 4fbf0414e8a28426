"""Less work on a machine slower than its source, and all of it again; time is the test's."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from facecam.capture import Picture
from facecam.engine import Engine
from facecam.engine import worker as worker_module
from facecam.match import Matcher
from facecam.pipeline import VideoRecogniser
from facecam.scoring.calibrated_index import CosineScoring
from facecam.track.pace import STEPS, Pace
from facecam.types import Frame, FrameResult
from tests.fakes.clock import FakeClock
from tests.fakes.detector import FakeDetector, face
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.gallery import FakeGallery
from tests.fakes.recogniser import FakeRecogniser

PATIENCE_S = 10.0
FRAME_S = 0.04
QUICK_S = 0.1 * FRAME_S


class SteppedCamera:
    """Gives a picture every ``FRAME_S`` of the clock, which its pictures move on."""

    name, live, fps = "stepped", True, 1 / FRAME_S

    def __init__(self, clock):
        self._clock = clock
        self._allowed, self._asked = threading.Semaphore(0), threading.Semaphore(0)
        self._is_first, self._is_over = True, False

    def open(self):
        pass

    def read(self):
        if not self._is_first:
            self._asked.release()
            assert self._allowed.acquire(timeout=PATIENCE_S)
        if self._is_over:
            return None
        self._is_first = False
        self._clock.time += FRAME_S
        return Picture(np.zeros((4, 4, 3), np.uint8))

    def close(self):
        self._allowed.release()

    def go_on(self, pictures):
        """Return when so many more have reached the engine."""
        for _ in range(pictures):
            assert self._asked.acquire(timeout=PATIENCE_S)
            self._allowed.release()
        assert self._asked.acquire(timeout=PATIENCE_S)
        self._asked.release()  # the next call for a picture is answered later

    def end(self):
        self._is_over = True
        self._allowed.release()


QUICK, BUSY, SLOW = 0, 1, 2
"""How many pictures come while a frame is looked at; the quick one is done before."""


class SlowRecogniser(FakeRecogniser):
    """Takes as long for each frame as the test says."""

    def __init__(self, camera, clock, looks):
        super().__init__()
        self._camera, self._clock = camera, clock
        self._looks = iter(looks)

    def recognise(self, frame):
        began_at = self._clock.time
        look = next(self._looks, None)
        if look is None:
            self._camera.end()
        else:
            self._camera.go_on(max(look, 1))
        return FrameResult(frame, (), self._clock.time if look else began_at + QUICK_S)


@pytest.fixture
def run(monkeypatch):
    """Look at frames as told; return the step of each and the engine, which has ended."""
    clock = FakeClock()
    monkeypatch.setattr(worker_module, "time", SimpleNamespace(monotonic=clock.now))

    def run_it(looks):
        camera = SteppedCamera(clock)
        recogniser = SlowRecogniser(camera, clock, looks)
        engine = Engine(camera, lambda is_wanted: recogniser, FakeGallery())
        ended = threading.Event()
        engine.add_listener(lambda: ended.set() if engine.status().finished else None)
        engine.start()
        assert ended.wait(PATIENCE_S)
        assert engine.stop(PATIENCE_S)
        return [STEPS.index(pace) for pace in recogniser.paces], engine

    return run_it


def test_a_machine_that_keeps_up_does_all_work(run):
    steps, engine = run([QUICK] * 200)
    assert set(steps) == {0}
    assert (engine.status().pace_step, engine.status().dropped) == (0, 0)


def test_a_machine_slower_than_its_camera_does_less_and_less(run):
    steps, engine = run([SLOW] * 80)
    assert list(dict.fromkeys(steps)) == [0, 1, 2, 3, 4]
    assert engine.status().pace_step == 4
    assert engine.status().dropped == 80


def test_when_the_machine_is_fast_again_all_work_comes_back(run):
    steps, engine = run([SLOW] * 80 + [QUICK] * 500)
    assert max(steps) == 4
    assert steps[steps.index(4) :] == sorted(steps[steps.index(4) :], reverse=True)
    assert engine.status().pace_step == 0


def test_a_machine_that_just_keeps_up_with_less_work_goes_on_doing_less(run):
    _, engine = run([SLOW] * 80 + [BUSY] * 500)
    assert engine.status().pace_step == 4


@pytest.mark.parametrize("rest_s", [0.0, 0.5, 1.0])
def test_the_pace_says_how_long_embedding_rests(rest_s):
    image = np.random.default_rng(0).integers(0, 255, (180, 320, 3), np.uint8)
    detector = FakeDetector(lambda number: [face(20), face(120), face(220)])
    recogniser = VideoRecogniser(detector, FakeEmbedder(), Matcher(CosineScoring(), 0.001))
    recogniser.set_pace(Pace(FRAME_S, embedding_rest_s=rest_s))
    moments = []
    for number in range(100):
        before = recogniser.embedded
        recogniser.recognise(Frame(number, image, number * FRAME_S))
        moments += [number * FRAME_S] * (recogniser.embedded - before)
    rests = np.diff(moments)
    assert len(rests) >= 3
    assert rests.min() == pytest.approx(rest_s, abs=FRAME_S)
