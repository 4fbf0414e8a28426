"""An engine that plays results, for commands that read every one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facecam.capture import Source
from facecam.engine import EngineState, EngineStatus, LiveEngine, LiveGallery, OpenRecogniser
from facecam.latest import Entry, Latest
from facecam.types import Frame, FrameResult


class ResultsInTurn(Latest[FrameResult]):
    """Hands out given results one after the other, then is at its end."""

    def __init__(self, results: Sequence[FrameResult]) -> None:
        super().__init__()
        self._all = results

    def newer_than(self, seq: int, timeout: float | None = 0.0) -> Entry[FrameResult] | None:
        return Entry(seq + 1, self._all[seq]) if seq < len(self._all) else None


class PlayedEngine:
    """Plays results, and ends as a test wants.

    Attributes:
        end: the state it is in, and what it says of it.
        every_frame: whether it was told to lose none.
        started: how often it was started.
        stopped: how often it was stopped.
    """

    def __init__(
        self,
        gallery: LiveGallery,
        results: Sequence[FrameResult],
        end: tuple[EngineState, str] = (EngineState.ENDED, ""),
        *,
        every_frame: bool = False,
    ) -> None:
        self.frames: Latest[Frame] = Latest()
        self.results: Latest[FrameResult] = ResultsInTurn(results)
        self.gallery = gallery
        self.end = end
        self.every_frame = every_frame
        self.started = self.stopped = 0

    def add_listener(self, callback: Callable[[], None]) -> None:
        pass

    def start(self) -> None:
        self.started += 1

    def stop(self, timeout_s: float = 1.5) -> bool:
        self.stopped += 1
        return True

    def status(self) -> EngineStatus:
        state, message = self.end
        return EngineStatus(state, message, "played", 0.0, 0, finished=True)

    def set_stranger_rate(self, rate: float) -> None:
        pass


class EnginePlayer:
    """Takes the place of ``facecam.engine.Engine``: every engine made plays the same results.

    Attributes:
        results: those.
        end: how every engine ends.
        made: the engines, in order.
    """

    def __init__(self, results: Sequence[FrameResult]) -> None:
        self.results = results
        self.end = (EngineState.ENDED, "")
        self.made: list[PlayedEngine] = []

    def __call__(
        self,
        source: Source,
        open_recogniser: OpenRecogniser,
        gallery: LiveGallery,
        *,
        every_frame: bool = False,
    ) -> LiveEngine:
        engine = PlayedEngine(gallery, self.results, self.end, every_frame=every_frame)
        self.made.append(engine)
        return engine
