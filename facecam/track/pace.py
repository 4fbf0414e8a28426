"""How much work a frame may cost, so that the program keeps up with the camera.

On a machine slower than its camera, something has to give. What gives is
stated here, in order: first the whole picture is searched less often, then
only for larger faces, then faces are embedded less often. Following the faces
that are there is never given up. When there is time again, the steps are taken
back one by one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """What the machine can do at present.

    Attributes:
        key_interval_s: the least time between two searches of the whole picture.
        min_face_factor: the smallest face to find, as a multiple of what was set.
        embedding_rest_s: the pause between two embeddings.
    """

    key_interval_s: float
    min_face_factor: float = 1.0
    embedding_rest_s: float = 0.0


STEPS = (
    Pace(0.06),
    Pace(0.12),
    Pace(0.24),
    Pace(0.48),
    Pace(0.48, min_face_factor=1.5),
    Pace(0.48, min_face_factor=2.0),
    Pace(0.48, min_face_factor=2.0, embedding_rest_s=0.5),
    Pace(1.0, min_face_factor=2.0, embedding_rest_s=1.0),
)
"""From full work to least; in force is one of them."""

WINDOW_S = 1.5
"""How long frames are counted before the pace changes."""
KEPT_UP = 0.85
"""The share of the source's frames that must be processed."""
IDLE_SHARE = 0.5
"""Below this share of its time at work, the worker has time for more."""
FIRST_PATIENCE_S = 3.0
LONGEST_PATIENCE_S = 60.0


class PaceKeeper:
    """Chooses the step by how many frames were missed. Owned by the worker's thread.

    A step up that had to be taken back at once doubles the time until the next
    try, so that the pace does not swing.
    """

    def __init__(self) -> None:
        self._step = 0
        self._frames: deque[tuple[float, int, float]] = deque()
        self._changed_at: float | None = None
        self._raised_at = -float("inf")
        self._patience_s = FIRST_PATIENCE_S

    @property
    def pace(self) -> Pace:
        """The pace now."""
        return STEPS[self._step]

    @property
    def step(self) -> int:
        """Its place in ``STEPS``: 0 is full work."""
        return self._step

    def note(self, at: float, missed: int, busy_s: float) -> None:
        """Take note of a frame that was processed.

        Args:
            at: when it was finished, seconds of ``time.monotonic()``.
            missed: frames that came and went since the one before it.
            busy_s: how long the work on it took, seconds.
        """
        if self._changed_at is None:
            self._changed_at = at
        self._frames.append((at, missed, busy_s))
        while at - self._frames[0][0] > WINDOW_S:
            self._frames.popleft()
        if at - self._changed_at < WINDOW_S:
            return
        processed = len(self._frames)
        came = processed + sum(missed for _, missed, _ in self._frames)
        if processed < KEPT_UP * came:
            self._slow_down(at)
        elif sum(busy_s for _, _, busy_s in self._frames) < IDLE_SHARE * WINDOW_S:
            self._speed_up(at)

    def _slow_down(self, at: float) -> None:
        if self._step == len(STEPS) - 1:
            return
        if at - self._raised_at < 2 * self._patience_s:
            self._patience_s = min(2 * self._patience_s, LONGEST_PATIENCE_S)
        self._go_to(self._step + 1, at)

    def _speed_up(self, at: float) -> None:
        if self._step == 0 or self._changed_at is None:
            return
        if at - self._changed_at >= self._patience_s:
            self._raised_at = at
            self._go_to(self._step - 1, at)

    def _go_to(self, step: int, at: float) -> None:
        self._step = step
        self._changed_at = at
        self._frames.clear()
