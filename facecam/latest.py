"""One slot between two threads, in which the newest value wins.

A reader that is slower than the writer sees the newest value only; nothing is
queued. Reading does not empty the slot, so several readers may follow the same
slot at their own speed. Each value has a number, by which a reader tells how many
values it has missed.
"""

from __future__ import annotations

import threading
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Entry(NamedTuple, Generic[T]):
    """A value with its place in the sequence of all values ever put."""

    seq: int
    value: T


class Latest(Generic[T]):
    """A single slot with a sequence number, safe to use from any thread.

    Example::

        slot: Latest[str] = Latest()
        slot.put("first")
        slot.put("second")
        print(slot.newer_than(0))  # Entry(seq=2, value='second')
        print(slot.newer_than(2))  # None: there is nothing newer
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._entry: Entry[T] | None = None
        self._seq = 0
        self._read_seq = 0
        self._closed = False
        self._interrupted = False

    def put(self, value: T) -> None:
        """Replace the value and wake whoever waits. Never waits; ignored once closed."""
        with self._condition:
            self._replace(value)

    def hand_over(self, value: T, timeout: float) -> bool:
        """Wait until the present value has been read, then replace it: nothing is lost.

        For a slot with one reader: of several, the first to read ends the wait.

        Args:
            value: what to put.
            timeout: the longest wait, seconds.

        Returns:
            False if the slot was closed or the reader did not come in time; the
            value was not put then.
        """
        with self._condition:
            ready = self._condition.wait_for(
                lambda: self._closed or self._read_seq == self._seq, timeout
            )
            if not ready or self._closed:
                return False
            self._replace(value)
            return True

    def newer_than(self, seq: int, timeout: float | None = 0.0) -> Entry[T] | None:
        """Wait for an entry whose number is above ``seq``.

        Args:
            seq: the number of the entry last read, 0 for none yet.
            timeout: the longest wait, seconds; None waits until ``close``, 0 not at all.

        Returns:
            The newest entry, or None when nothing newer came in time, the slot
            is closed and nothing newer is in it, or ``interrupt`` was called.
        """
        with self._condition:
            waits = timeout is None
            self._condition.wait_for(
                lambda: self._closed or (waits and self._interrupted) or self._seq > seq, timeout
            )
            if self._seq > seq:
                return self._read()
            if waits:
                self._interrupted = False
            return None

    def interrupt(self) -> None:
        """Have the reader whose timeout is None get None once, as soon as nothing is newer.

        For the one such reader of a slot, which has other things to do between
        values. The interruption is kept while that reader is at work or
        reads values. Readers that have a timeout neither wake nor notice.
        """
        with self._condition:
            self._interrupted = True
            self._condition.notify_all()

    def close(self) -> None:
        """Refuse new values and wake every waiter. Harmless twice."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    @property
    def closed(self) -> bool:
        """True once ``close`` was called; the last value stays readable."""
        with self._condition:
            return self._closed

    def _replace(self, value: T) -> None:
        if self._closed:
            return
        self._seq += 1
        self._entry = Entry(self._seq, value)
        self._condition.notify_all()

    def _read(self) -> Entry[T] | None:
        if self._read_seq < self._seq:
            self._read_seq = self._seq
            self._condition.notify_all()
        return self._entry
