"""An engine without threads, networks or files, driven by the test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from facecam.engine import EngineState, EngineStatus
from facecam.latest import Latest
from facecam.types import (
    Decision,
    Detection,
    Evidence,
    FaceResult,
    FaceSample,
    Frame,
    FrameResult,
    Image,
    Match,
    NameRefusal,
)
from tests.fakes.gallery import FakeGallery

Box = tuple[float, float, float, float]

UNKNOWN = Match(Decision.UNKNOWN, similarity=0.2)


def picture(width: int = 320, height: int = 240) -> Image:
    """A picture without faces in which every place has its own colour."""
    x = np.linspace(0, 255, width, dtype=np.uint8)[None, :].repeat(height, 0)
    y = np.linspace(0, 255, height, dtype=np.uint8)[:, None].repeat(width, 1)
    return np.dstack([x, y, np.full_like(x, 90)])


def sample(shade: int = 120) -> FaceSample:
    vector = np.zeros(512, np.float32)
    vector[shade % 512] = 1
    return FaceSample(np.full((160, 160, 3), shade, np.uint8), vector, "fake", 0.99)


SAMPLE = sample()


def face(
    box: Box = (60, 60, 140, 160),
    match: Match = UNKNOWN,
    track_id: int | None = 1,
    sample: FaceSample | None = SAMPLE,
) -> FaceResult:
    x1, y1, x2, y2 = box
    fractions = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    landmarks = fractions * (x2 - x1, y2 - y1) + (x1, y1)
    detection = Detection(np.array(box, np.float32), landmarks.astype(np.float32), 0.99)
    return FaceResult(detection, match, track_id, sample)


def known(
    name: str = "Zoë",
    similarity: float = 0.82,
    box: Box = (60, 60, 140, 160),
    track_id: int | None = 1,
    sample: FaceSample | None = SAMPLE,
) -> FaceResult:
    evidence = Evidence(name, 0.42, 0.27, 3, "Ada", 0.1, frames=5)
    return face(box, Match(Decision.KNOWN, 1, name, similarity, evidence), track_id, sample)


def unsure(
    name: str = "Zoë",
    box: Box = (60, 60, 140, 160),
    track_id: int | None = 1,
    sample: FaceSample | None = SAMPLE,
) -> FaceResult:
    evidence = Evidence(name, 0.25, 0.27, 3, "Ada", 0.1, NameRefusal.SCORE, frames=2)
    return face(box, Match(Decision.UNSURE, similarity=0.5, evidence=evidence), track_id, sample)


class FakeEngine:
    """Shows what ``show`` is given; ``be`` changes its state."""

    def __init__(self, spec: str, gallery: FakeGallery) -> None:
        self.frames: Latest[Frame] = Latest()
        self.results: Latest[FrameResult] = Latest()
        self.gallery = gallery
        self.spec = spec
        self.started = self.stopped = False
        self.stranger_rate: float | None = None
        self._listeners: list[Callable[[], None]] = []
        self._seq = 0
        self._stills = False
        self._status = EngineStatus(EngineState.STARTING, "", spec, 0.0, 0)

    def add_listener(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def status(self) -> EngineStatus:
        return self._status

    def set_stranger_rate(self, rate: float) -> None:
        self.stranger_rate = rate

    def start(self) -> None:
        self.started = True

    def stop(self, timeout_s: float = 1.5) -> bool:
        self.stopped = True
        return True

    def show_photograph(self, *faces: FaceResult) -> None:
        """The only frame there is, a picture by itself, and its result."""
        self._stills = True
        self.show(*faces)
        self.be(EngineState.ENDED)

    def show_frame(self, image: Image | None = None) -> None:
        """A new frame, not looked at yet."""
        self._put_frame(image)
        self.notify()

    def show(self, *faces: FaceResult, image: Image | None = None) -> None:
        """A new frame and its result."""
        frame = self._put_frame(image)
        self.results.put(FrameResult(frame, faces, float(self._seq)))
        self._status = replace(
            self._status, recognised_fps=12.0, recognised=self._status.recognised + 1
        )
        self.notify()

    def _put_frame(self, image: Image | None) -> Frame:
        self._seq += 1
        shown = picture() if image is None else image
        frame = Frame(self._seq, shown, float(self._seq), is_still=self._stills)
        self.frames.put(frame)
        if self._status.state is EngineState.STARTING:
            self._status = replace(self._status, state=EngineState.RUNNING)
        return frame

    def be(self, state: EngineState, message: str = "", pace_step: int = 0) -> None:
        self._status = replace(self._status, state=state, message=message, pace_step=pace_step)
        self.notify()

    def fall_silent(self, message: str) -> None:
        """Wait for the source: the status changes, and nobody is told."""
        self._status = replace(self._status, state=EngineState.RECONNECTING, message=message)

    def notify(self) -> None:
        """Call the listeners as a real engine does: from another thread."""
        for callback in self._listeners:
            thread = threading.Thread(target=callback)
            thread.start()
            thread.join()


class Studio:
    """Opens fake engines as the program opens real ones; all share one gallery."""

    def __init__(self) -> None:
        self.gallery = FakeGallery("Ann", "Zoë")
        self.engines: list[FakeEngine] = []
        self.failures: dict[str, Exception] = {}

    def open_engine(self, spec: str) -> FakeEngine:
        if spec in self.failures:
            raise self.failures[spec]
        engine = FakeEngine(spec, self.gallery)
        self.engines.append(engine)
        return engine
