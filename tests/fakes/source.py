"""A source that plays a script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import numpy as np

from facecam.capture.source import Picture
from facecam.errors import CaptureError

Step = Picture | Exception | Callable[[], Picture | None]


def picture(position_s: float | None = None, value: int = 0) -> Picture:
    """A small picture of one grey value."""
    return Picture(np.full((4, 6, 3), value, np.uint8), position_s)


def lost() -> CaptureError:
    return CaptureError("The camera is gone.")


class FakeSource:
    """Each ``read`` takes one step of the script; at its end the source ends.

    Attributes:
        openings: how often it was opened, successfully or not.
        closings: how often it was closed.
        threads: the names of the threads that touched it.
        calls: "open", "read" and "close", in order.
    """

    def __init__(
        self,
        script: Iterable[Step],
        *,
        live: bool = False,
        openings: Iterable[Exception | None] = (),
    ) -> None:
        self.name = "Fake"
        self.live = live
        self.fps: float | None = None
        self.openings = 0
        self.closings = 0
        self.threads: set[str] = set()
        self.calls: list[str] = []
        self._script = iter(script)
        self._openings = iter(openings)

    def open(self) -> None:
        self._note("open")
        self.openings += 1
        fault = next(self._openings, None)
        if fault is not None:
            raise fault

    def read(self) -> Picture | None:
        self._note("read")
        step = next(self._script, None)
        if isinstance(step, Exception):
            raise step
        return step() if callable(step) else step

    def close(self) -> None:
        self._note("close")
        self.closings += 1

    def _note(self, call: str) -> None:
        self.threads.add(threading.current_thread().name)
        self.calls.append(call)


class SkippingSource(FakeSource):
    """A fake that can pass over pictures.

    Attributes:
        skips: the positions it was told to skip to, seconds.
    """

    def __init__(self, script: Iterable[Step]) -> None:
        super().__init__(script)
        self.skips: list[float] = []

    def skip_to(self, position_s: float) -> int:
        self.skips.append(position_s)
        return 7
