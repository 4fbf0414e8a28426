"""What an engine says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class EngineState(Enum):
    """What the engine is doing."""

    STARTING = "starting"
    RUNNING = "running"
    RECONNECTING = "reconnecting"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine at one moment.

    Attributes:
        state: what it is doing.
        message: a sentence for the user, empty when there is nothing to say.
        source: the source's name.
        capture_fps: frames a second that come from the source.
        recognised_fps: frames a second that were looked at.
        dropped: frames nobody looked at: the worker was busy, or decoding was late.
        recognised: frames that were looked at since the start.
        embedded: faces that were embedded since the start.
        pace_step: 0 while all work is done; higher, the more is left out because
            the machine is slower than the source (``facecam.track.pace.STEPS``).
        finished: whether no result comes any more by itself: the source has ended or
            failed, or recognition has, and all is said of the last frame. A change
            of the gallery or of a setting still gives another.
    """

    state: EngineState
    message: str
    source: str
    capture_fps: float
    recognised_fps: float
    dropped: int
    recognised: int = 0
    embedded: int = 0
    pace_step: int = 0
    finished: bool = False
