"""One piece of work at a time, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from facecam.latest import Latest

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Stoppable(Protocol):
    """A thread, whatever its work."""

    def stop(self, timeout_s: float) -> bool:
        """End the thread, after the work it is at; return whether it ended in time."""


class WorkerThread(Generic[Request, Answer]):
    """Does one kind of work for one other thread, which need not wait for it.

    Example::

        squares = WorkerThread(lambda n: n * n, on_finished=lambda: None, name="squares")
        squares.submit(12)
        print(squares.finished(timeout_s=1.0))  # (12, 144)
        squares.stop(timeout_s=1.0)

    Args:
        work: turns a request into an answer; called in the new thread, which
            owns whatever it uses from then on.
        on_finished: called from that thread after each; must return at once.
        name: the thread's.
    """

    def __init__(
        self, work: Callable[[Request], Answer], on_finished: Callable[[], None], name: str
    ) -> None:
        self._work = work
        self._on_finished = on_finished
        self._requests: Latest[Request] = Latest()
        self._answers: Latest[tuple[Request, Answer]] = Latest()
        self._submitted = 0
        self._answered = 0
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def is_free(self) -> bool:
        """Whether there is nothing being worked on, and no answer waiting."""
        return self._submitted == self._answered

    def submit(self, request: Request) -> None:
        """Begin a piece of work; only while ``is_free``."""
        self._submitted += 1
        self._requests.put(request)

    def finished(self, timeout_s: float = 0.0) -> tuple[Request, Answer] | None:
        """Return the request finished since the last call with its answer, or None.

        Args:
            timeout_s: how long to wait for it, seconds.

        Raises:
            Exception: whatever ended the thread: a FacecamError or a bug.
        """
        if self.is_free:
            return None
        answer = self._answers.newer_than(self._answered, timeout_s)
        if answer is not None:
            self._answered = answer.seq
            return answer.value
        if self._failure is not None:
            raise self._failure
        return None

    def stop(self, timeout_s: float) -> bool:
        """End the thread, after the work it is at; a request not begun is dropped. Harmless twice.

        Returns:
            Whether it ended in time.
        """
        self._requests.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        seen = 0
        try:
            while (entry := self._requests.newer_than(seen, timeout=None)) is not None:
                if self._requests.closed:
                    return
                seen = entry.seq
                self._answers.put((entry.value, self._work(entry.value)))
                self._on_finished()
        except Exception as failure:  # not lost: `finished` raises it in the other thread
            self._failure = failure
            self._answers.close()
            self._on_finished()
