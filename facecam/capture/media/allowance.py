"""How much may be read, and how long waited, until the next picture is there."""

from __future__ import annotations

from facecam.capture.clock import Clock, SystemClock
from facecam.capture.media.limits import MOST_BYTES


class AllowanceError(Exception):
    """The allowance is used up; its text says by what, as it stands after a colon."""


class Allowance:
    """Counts bytes and time from picture to picture, whoever reads them.

    A camera that announces a picture of two gigabytes, sends garbage without
    end, or one byte a second, must cost neither memory nor patience. Owned by
    the thread that reads.
    """

    def __init__(
        self,
        patience_s: float | None = None,
        *,
        most_bytes: int = MOST_BYTES,
        clock: Clock | None = None,
    ) -> None:
        """Make a full allowance.

        Args:
            patience_s: seconds that a picture may take; None for a file, which
                takes what it takes.
            most_bytes: bytes that a picture may take, with all that comes before it.
            clock: the time to go by; the system's if not given.
        """
        self._patience_s = patience_s
        self._most_bytes = most_bytes
        self._clock = clock or SystemClock()
        self.renew()

    def renew(self) -> None:
        """Begin anew: a picture is asked for."""
        self._asked_at = self._clock.now()
        self._taken = 0

    def take(self, count: int) -> None:
        """Count bytes that came.

        Raises:
            AllowanceError: there were too many of them.
        """
        self._taken += count
        if self._taken > self._most_bytes:
            most_mb = self._most_bytes // 2**20
            raise AllowanceError(f"it sends more than {most_mb} MB without a picture in them")

    def remaining_s(self) -> float | None:
        """Return how many seconds may still be waited; None for as many as it takes.

        Raises:
            AllowanceError: no time is left.
        """
        if self._patience_s is None:
            return None
        left_s = self._asked_at + self._patience_s - self._clock.now()
        if left_s <= 0:
            what = "data, but no picture that can be read" if self._taken else "nothing"
            raise AllowanceError(f"it sends {what}")
        return left_s
