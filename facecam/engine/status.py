"""The status of an engine."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.capture.state import Phase

EngineState = Phase
"""What the engine is doing, in the words of its source's phases.

FAILED also where recognition has failed, and RUNNING instead of ENDED until the last
frame has been processed.
"""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine at one moment.

    Attributes:
        state: what it is doing.
        message: a sentence for the user, empty when there is nothing to say.
        source: the source's name.
        recognised_fps: frames a second that were processed, over the last two seconds.
        dropped: frames that were not processed: the worker was busy, or decoding was late.
        recognised: frames that were processed since the start.
        pace_step: 0 while all work is done; higher, the more is left out because
            the machine is slower than the source (``facecam.track.pace.STEPS``).
        finished: whether no result comes any more by itself: the source has ended or
            failed, or recognition has, and all is said of the last frame. A change
            of the gallery or of a setting still gives another.
    """

    state: EngineState
    message: str
    source: str
    recognised_fps: float
    dropped: int
    recognised: int = 0
    pace_step: int = 0
    finished: bool = False
