"""A recogniser that sees no faces, and notes what the engine asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facecam.track.pace import Pace
from facecam.types import Decision, FaceResult, Frame, FrameResult, GallerySnapshot, Match
from facecam.worker_thread import Stoppable
from tests.fakes.detector import face


class FakeRecogniser:
    """Finds nobody in any frame.

    Attributes:
        is_busy: whether it says that other threads are at work.
        threads: those it says it works in.
        on_finished: what it was given to call from them.
        galleries: those it was given, in order.
        rates: the shares of strangers to be named that it was given, in order.
        paces: those it was given, in order.
    """

    def __init__(self) -> None:
        self.is_busy = False
        self.threads: Sequence[Stoppable] = ()
        self.on_finished: Callable[[], None] = lambda: None
        self.galleries: list[GallerySnapshot] = []
        self.rates: list[float] = []
        self.paces: list[Pace] = []

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        self.galleries.append(snapshot)

    def set_stranger_rate(self, rate: float) -> None:
        self.rates.append(rate)

    def set_pace(self, pace: Pace) -> None:
        self.paces.append(pace)

    def work_in_threads(self, on_finished: Callable[[], None]) -> Sequence[Stoppable]:
        self.on_finished = on_finished
        return self.threads

    def recognise(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), frame.captured_at)

    def revise(self) -> FrameResult | None:
        return None


class NamingRecogniser(FakeRecogniser):
    """Says of every frame who is in the gallery, and says it anew when somebody else is.

    Attributes:
        has_more: whether it has something to add to what it said of the last frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_more = False
        self._frame: Frame | None = None

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        super().use_gallery(snapshot)
        self.has_more = True

    def set_stranger_rate(self, rate: float) -> None:
        super().set_stranger_rate(rate)
        self.has_more = True

    def recognise(self, frame: Frame) -> FrameResult:
        self._frame = frame
        return self._result(frame)

    def revise(self) -> FrameResult | None:
        return self._result(self._frame) if self.has_more and self._frame else None

    def _result(self, frame: Frame) -> FrameResult:
        self.has_more = False
        names = self.galleries[-1].names.items()
        matches = (Match(Decision.KNOWN, person, name, 1.0) for person, name in names)
        faces = (FaceResult(face(60 * n), match, n) for n, match in enumerate(matches))
        return FrameResult(frame, tuple(faces), frame.captured_at)
