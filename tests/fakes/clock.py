"""A clock that stands still unless somebody waits on it or moves it."""

from __future__ import annotations

import threading


class FakeClock:
    """Waiting on it takes no time and moves it on.

    Attributes:
        time: what it shows, seconds.
        waits: every wait asked of it, seconds, in order.
    """

    def __init__(self) -> None:
        self.time = 1000.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        self.waits.append(seconds)
        self.time += seconds
        return stop.is_set()
