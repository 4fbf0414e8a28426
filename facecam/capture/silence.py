"""How long a source keeps us waiting, so that it can be said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facecam.capture.clock import Clock

LONG_S = 3.0
"""A source that gives nothing for longer is said not to answer."""

_RETURN_SHOWN_S = 5.0


class Silence:
    """Measures the time from picture to picture that is the source's doing.

    Written by the thread that reads the source; any thread may ask.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked_at: float | None = None
        self._wanted_at: float | None = None
        self._returned_at = 0.0
        self._was_away_s = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Note that the source is called, for as long as the block takes."""
        self._asked_at = self._clock.now()
        try:
            yield
        finally:
            self._asked_at = None

    def picture_came(self) -> None:
        """Note that there is a picture again."""
        now = self._clock.now()
        if self._wanted_at is not None and now - self._wanted_at > LONG_S:
            self._returned_at, self._was_away_s = now, now - self._wanted_at

    def picture_wanted(self) -> None:
        """Note that the last picture has been dealt with: from now on it is the source's time."""
        self._wanted_at = self._clock.now()

    @property
    def is_long(self) -> bool:
        """True while a call keeps us waiting too long."""
        asked_at = self._asked_at
        return asked_at is not None and self._clock.now() - asked_at > LONG_S

    @property
    def was_away_s(self) -> float:
        """How long the last silence was, seconds, for a while after it; then 0."""
        fresh = self._clock.now() - self._returned_at <= _RETURN_SHOWN_S
        return self._was_away_s if fresh else 0.0
