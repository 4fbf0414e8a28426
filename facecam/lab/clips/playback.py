"""What was painted when, as recorded while a clip was played in the window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.types import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PaintedFrame:
    """A frame as it came to the screen, or came again with other boxes.

    Attributes:
        position_s: the frame's place in the clip, seconds.
        captured_at: when it was read, seconds of ``time.monotonic()``.
        painted_at: when it was on the screen, the same clock.
        seen_at: when the frame was read in which the boxes were found: this one
            or an earlier one; None where there was no result yet.
        boxes: ``(n, 4)`` float32 as painted, pixels of the frame.
        names: n names, None for whoever has none.
        track_ids: n track ids.
    """

    position_s: float
    captured_at: float
    painted_at: float
    seen_at: float | None
    boxes: Floats
    names: tuple[str | None, ...]
    track_ids: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Running totals at one moment.

    Attributes:
        at: seconds of ``time.monotonic()``.
        cpu_s: processor time of the whole process so far, seconds.
        recognised: frames recognised so far.
        embedded: faces embedded so far.
        rss_mb: memory in use, MiB; 0 where the system does not say.
    """

    at: float
    cpu_s: float
    recognised: int
    embedded: int
    rss_mb: float


@dataclass(frozen=True, slots=True, eq=False)
class Playback:
    """A clip played once, from its first frame to its last.

    Attributes:
        painted: what was painted, in its order.
        tallies: the totals at each of these moments.
        beats_at: ``(m,)`` float64, when each beat of a steady timer in the GUI
            thread came, from the first painted frame on; the same clock.
        stalls_s: ``(m,)`` float32, how late each of them was, seconds.
        peak_rss_mb: the most memory in use at any time, MiB.
        slowest_pace: the furthest step taken down (``facecam.track.pace.STEPS``).
    """

    painted: tuple[PaintedFrame, ...]
    tallies: tuple[Tally, ...]
    beats_at: NDArray[np.float64]
    stalls_s: Floats
    peak_rss_mb: float
    slowest_pace: int
