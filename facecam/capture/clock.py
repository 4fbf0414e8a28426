"""Time as the capture thread knows it, so that tests need not wait for it."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> float:
        """Return the time, seconds; only differences mean anything."""

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """Wait so long, or less if ``stop`` is set; return whether it is set."""


class SystemClock:
    """The real time, ``time.monotonic()``."""

    def now(self) -> float:
        """Return ``time.monotonic()``."""
        return time.monotonic()

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """Wait on the event itself, so that a stop is felt at once."""
        return stop.wait(seconds)


class Pacer:
    """Says when the pictures of a recording are due, so that it plays at its own speed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started_at: float | None = None

    def late_by(self, position_s: float) -> float:
        """Return how long ago the picture at ``position_s`` was due, seconds.

        Below zero it is still to come. The first picture asked about is due at
        once, and the others count from it.
        """
        if self._started_at is None:
            self._started_at = self._clock.now() - position_s
        return self._clock.now() - self._started_at - position_s

    def restart(self) -> None:
        """Take the next picture asked about as the first."""
        self._started_at = None


class RateMeter:
    """Measures how often something happens, over a sliding window."""

    def __init__(self, window_s: float = 2.0) -> None:
        self._window_s = window_s
        self._times: deque[float] = deque()

    def tick(self, now: float) -> float:
        """Count one event at ``now``; return events a second, 0 for a lone one."""
        self._times.append(now)
        while now - self._times[0] > self._window_s:
            self._times.popleft()
        span = now - self._times[0]
        return (len(self._times) - 1) / span if span > 0 else 0.0
