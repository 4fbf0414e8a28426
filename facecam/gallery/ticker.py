"""A thread that does something small now and then."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Ticker:
    """Calls ``work`` again and again, with a pause before each, until stopped.

    Args:
        work: called on the ticker's own thread.
        every_s: the pause, seconds.
        name: the thread's.
    """

    def __init__(self, work: Callable[[], None], every_s: float, name: str) -> None:
        self._work = work
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Call no more, and return whether the thread has ended in time. Harmless twice."""
        self._stopping.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            self._work()
