"""What the grabber tells others about itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Phase(Enum):
    """Where the grabber stands.

    ::

        STARTING ─▶ RUNNING ──▶ ENDED (a file's end)
           │         │   ▲  └──▶ FAILED (a file breaks off; a bug)
           │         ▼   │
           └─▶ RECONNECTING (live sources only)

    STARTING leads to RECONNECTING where a stream is not there yet, and to FAILED
    where a source cannot be opened at all. RECONNECTING leads to FAILED where
    the password is no longer taken, and any phase to STOPPED on request.
    """

    STARTING = "starting"
    RUNNING = "running"
    RECONNECTING = "reconnecting"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class CaptureState:
    """The grabber at one moment.

    Attributes:
        phase: where it stands. In ENDED, FAILED and STOPPED the source is
            already released.
        message: one or two sentences for the user: what is wrong, or, while
            RUNNING, for some seconds that the source is back; else empty.
        fps: pictures a second over the last two seconds, 0 while none come.
        skipped: pictures of a recording passed over because decoding was late.
    """

    phase: Phase
    message: str = ""
    fps: float = 0.0
    skipped: int = 0
