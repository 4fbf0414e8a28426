"""An engine and a gallery without threads, networks or files, driven by the test."""

import threading
from concurrent.futures import Future

import numpy as np

from facecam.engine import EngineState, EngineStatus
from facecam.errors import FacecamError, GalleryError
from facecam.latest import Latest
from facecam.types import (
    Decision,
    Detection,
    Evidence,
    FaceResult,
    FaceSample,
    Frame,
    FrameResult,
    GallerySnapshot,
    Gate,
    Match,
    Person,
)

UNKNOWN = Match(Decision.UNKNOWN, similarity=0.2)


def picture(width=320, height=240) -> np.ndarray:
    """A picture without faces in which every place has its own colour."""
    x = np.linspace(0, 255, width, dtype=np.uint8)[None, :].repeat(height, 0)
    y = np.linspace(0, 255, height, dtype=np.uint8)[:, None].repeat(width, 1)
    return np.dstack([x, y, np.full_like(x, 90)])


def sample(shade=120) -> FaceSample:
    vector = np.zeros(512, np.float32)
    vector[shade % 512] = 1
    return FaceSample(np.full((160, 160, 3), shade, np.uint8), vector, "fake", 0.99)


SAMPLE = sample()


def face(box=(60, 60, 140, 160), match=UNKNOWN, track_id=1, sample=SAMPLE) -> FaceResult:
    x1, y1, x2, y2 = box
    fractions = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    landmarks = fractions * (x2 - x1, y2 - y1) + (x1, y1)
    detection = Detection(np.array(box, np.float32), landmarks.astype(np.float32), 0.99)
    return FaceResult(detection, match, track_id, sample)


def known(name="Zoë", similarity=0.82, **where) -> FaceResult:
    evidence = Evidence(name, 0.42, 0.27, 3, "Ada", 0.1, frames=5)
    return face(match=Match(Decision.KNOWN, 1, name, similarity, evidence), **where)


def unsure(name="Zoë", **where) -> FaceResult:
    evidence = Evidence(name, 0.25, 0.27, 3, "Ada", 0.1, Gate.SCORE, frames=2)
    return face(match=Match(Decision.UNSURE, similarity=0.5, evidence=evidence), **where)


class FakeGallery:
    """Answers at once, or when ``held`` answers are let go."""

    def __init__(self, *names: str) -> None:
        self._people: dict[int, Person] = {}
        self.holds = False
        self.held: list[tuple[Future, object]] = []
        for name in names:
            self._store(name)

    @property
    def snapshot(self) -> GallerySnapshot:
        names = {person.id: person.name for person in self._people.values()}
        rows = np.zeros((len(names), 512), np.float32)
        return GallerySnapshot("fake", rows, np.array(list(names), np.int64), names)

    @property
    def names(self) -> list[str]:
        return [person.name for person in self._people.values()]

    def people(self) -> Future:
        by_name = sorted(self._people.values(), key=lambda person: person.name.casefold())
        return self._answer(lambda: by_name)

    def enrol(self, name, samples) -> Future:
        return self._answer(lambda: self._store(name, samples[0].crop))

    def rename(self, person_id, name) -> Future:
        return self._answer(lambda: self._rename(person_id, name))

    def delete(self, person_id) -> Future:
        return self._answer(lambda: self._people.pop(person_id) and None)

    def let_go(self) -> None:
        self.holds = False
        for future, request in self.held:
            _settle(future, request)
        self.held = []

    def _answer(self, request) -> Future:
        future = Future()
        if self.holds:
            self.held.append((future, request))
        else:
            _settle(future, request)
        return future

    def _store(self, name, crop=None) -> Person:
        if name == "full":
            raise GalleryError("The disk is full; free some space and try again.")
        same = [p for p in self._people.values() if p.name.casefold() == name.casefold()]
        before = same[0] if same else Person(len(self._people) + 1, name, 0, crop)
        self._people[before.id] = Person(before.id, before.name, before.samples + 1, crop)
        return self._people[before.id]

    def _rename(self, person_id, name) -> Person:
        if name in self.names:
            raise GalleryError(f"There is already someone called {name}; choose another name.")
        old = self._people[person_id]
        self._people[person_id] = Person(old.id, name, old.samples, old.thumbnail)
        return self._people[person_id]


def _settle(future, request) -> None:
    try:
        future.set_result(request())
    except FacecamError as error:
        future.set_exception(error)


class FakeEngine:
    """Shows what ``show`` is given; ``be`` changes its state."""

    def __init__(self, spec: str, gallery: FakeGallery) -> None:
        self.frames: Latest[Frame] = Latest()
        self.results: Latest[FrameResult] = Latest()
        self.gallery = gallery
        self.spec = spec
        self.started = self.stopped = False
        self.stranger_rate = None
        self._listeners = []
        self._seq = 0
        self._status = EngineStatus(EngineState.STARTING, "", spec, 0.0, 0.0, 0)

    def add_listener(self, callback) -> None:
        self._listeners.append(callback)

    def status(self) -> EngineStatus:
        return self._status

    def set_stranger_rate(self, rate) -> None:
        self.stranger_rate = rate

    def start(self) -> None:
        self.started = True

    def stop(self, timeout_s=1.5) -> bool:
        self.stopped = True
        return True

    def enrol(self, name, sample) -> Future:
        return self.gallery.enrol(name, [sample])

    def show(self, *faces: FaceResult, image=None) -> None:
        """A new frame and its result."""
        self._seq += 1
        frame = Frame(self._seq, picture() if image is None else image, float(self._seq))
        self.frames.put(frame)
        self.results.put(FrameResult(frame, faces, float(self._seq)))
        if self._status.state is EngineState.STARTING:
            self._status = EngineStatus(EngineState.RUNNING, "", self.spec, 30.0, 12.0, 0)
        self.notify()

    def be(self, state: EngineState, message: str = "", pace_step: int = 0) -> None:
        self._status = EngineStatus(state, message, self.spec, 0.0, 0.0, 0, pace_step=pace_step)
        self.notify()

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
