"""The one door through which other threads reach the GUI thread.

As Python ends, PyQt destroys the objects that Python owns, while other threads
still run: whoever emits a signal then meets a destroyed object, or ends the
process with a fault in C++. So no other thread touches any Qt object but the
courier, and that is closed before.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import cache
from threading import Lock

from PyQt5.QtCore import QObject, Qt, pyqtSignal


class Courier(QObject):
    """Has functions called on the thread that made it, in the order in which they come."""

    _sent = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        # Queued even on the same thread, which keeps the order.
        queued = Qt.ConnectionType.QueuedConnection
        self._sent.connect(self._call, queued)  # type: ignore[call-arg]  # stub lacks it
        self._lock = Lock()
        self._is_closed = False

    def send(self, function: Callable[[], None]) -> None:
        """Have ``function`` called soon; from any thread, never waits. Ignored once closed."""
        with self._lock:  # so that nobody is on the way when it has been closed
            if not self._is_closed:
                self._sent.emit(function)

    def close(self) -> None:
        """Call nothing any more."""
        with self._lock:
            self._is_closed = True

    def _call(self, function: Callable[[], None]) -> None:
        function()


@cache
def courier() -> Courier:
    """Return the program's courier, which the first call makes: on the GUI thread."""
    made = Courier()
    atexit.register(made.close)  # later than PyQt has registered, hence called earlier
    return made
