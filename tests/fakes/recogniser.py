"""A recogniser that sees no faces, and notes what the engine asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facecam.track.pace import Pace
from facecam.types import Frame, FrameResult, GallerySnapshot
from facecam.worker_thread import Stoppable


class FakeRecogniser:
    """Finds nobody in any frame.

    Attributes:
        embedded: how many faces it says it has embedded.
        galleries: those it was given, in order.
        rates: the shares of strangers to be named that it was given, in order.
        paces: those it was given, in order.
    """

    def __init__(self) -> None:
        self.embedded = 0
        self.galleries: list[GallerySnapshot] = []
        self.rates: list[float] = []
        self.paces: list[Pace] = []

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        self.galleries.append(snapshot)

    def set_stranger_rate(self, rate: float) -> None:
        self.rates.append(rate)

    def set_pace(self, pace: Pace) -> None:
        self.paces.append(pace)

    def work_beside(self, on_finished: Callable[[], None]) -> Sequence[Stoppable]:
        return ()

    def recognise(self, frame: Frame) -> FrameResult:
        return FrameResult(frame, (), frame.captured_at)

    def revise(self, timeout_s: float = 0.0) -> FrameResult | None:
        return None
