"""Work off the GUI thread, and answers that come back to it.

Nothing in the window calls ``Future.result()``: ``deliver`` brings a Future's
outcome into the GUI thread as a call.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Any, TypeVar

from PyQt5 import sip
from PyQt5.QtCore import QObject, QThreadPool, pyqtSignal

from facecam.errors import FacecamError
from facecam.gui import messages
from facecam.gui.courier import courier

T = TypeVar("T")


class Background:
    """One thread that does pieces of work in the order they were given."""

    def __init__(self) -> None:
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        _never_destroy(self._pool)

    def run(self, work: Callable[[], T]) -> Future[T]:
        """Do ``work`` on the thread; its result or error is the Future's."""
        future: Future[T] = Future()

        def job() -> None:
            try:
                result = work()
            except BaseException as error:  # not handled here: handed to whoever asked
                future.set_exception(error)
            else:
                future.set_result(result)

        self._pool.start(job)
        return future


def _never_destroy(pool: QThreadPool) -> None:
    """Keep a pool as Python ends: its destructor waits for its work.

    Where that is a camera driver that never answers, the program would not end.
    """
    sip.transferto(pool, None)  # type: ignore[arg-type]  # to C++, where nobody owns it


class _Answer(QObject):
    """Hands out one Future's outcome, on the GUI thread.

    Signals:
        succeeded: with the result.
        refused: with the sentence of a FacecamError.
    """

    succeeded = pyqtSignal(object)
    refused = pyqtSignal(str)

    def hand_out(self, future: Future[Any]) -> None:
        """Take the outcome and emit it."""
        _waiting.discard(self)
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            self.succeeded.emit(future.result())
        elif isinstance(error, FacecamError):
            self.refused.emit(str(error))
        elif isinstance(error, CancelledError):
            self.refused.emit(messages.CANCELLED)
        else:
            self.refused.emit(messages.UNEXPECTED)
            raise error


# Keeps an answer alive from the asking to the handing out.
_waiting: set[_Answer] = set()


def deliver(
    future: Future[T],
    succeeded: Callable[[T], None],
    refused: Callable[[str], None] | None = None,
) -> None:
    """Call back on the GUI thread when ``future`` is settled.

    A method of a widget that is gone by then is not called. An error that is
    not a FacecamError is a bug: it reaches ``refused`` as a general sentence
    and the crash dialog as itself.

    Args:
        future: what is waited for.
        succeeded: gets the result.
        refused: gets the sentence for the user.
    """
    answer = _Answer()
    answer.succeeded.connect(succeeded)
    if refused is not None:
        answer.refused.connect(refused)
    _waiting.add(answer)
    send = courier().send
    future.add_done_callback(lambda settled: send(partial(answer.hand_out, settled)))
