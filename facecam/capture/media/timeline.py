"""Where the pictures of a recording stand in time, from stamps that are sound or not.

The rule: a gap between two stamps of up to a minute is a pause, and is kept. A
longer one, or a step back, is a clock that was set, as where recordings are
joined: the next picture follows at the usual pace, and later stamps count from there.
"""

from __future__ import annotations

_LONGEST_PAUSE_S = 60.0
_USUAL_STEP_S = 1.0
_OUT_OF_ORDER_S = 0.2
_LEAST_STEP_S = 0.0005


class Timeline:
    """Gives each picture its position; positions only rise.

    Attributes:
        position_s: of the last picture; the first stands at 0. None before it.
    """

    def __init__(self, fps: float) -> None:
        """Make one for a recording that says it has so many pictures a second."""
        self._step_s = 1.0 / fps
        self._shift_s: float | None = None  # from stamps to positions
        self.position_s: float | None = None

    def place(self, stamp_s: float | None) -> float:
        """Return the position of the next picture.

        Args:
            stamp_s: what the recording says; None where it says nothing.
        """
        before_s = self.position_s
        due_s = 0.0 if before_s is None else before_s + self._step_s
        self.position_s = due_s
        if stamp_s is None:
            return due_s
        if before_s is not None and self._shift_s is not None:
            stated_s = stamp_s + self._shift_s
            if before_s + _LEAST_STEP_S <= stated_s <= before_s + _LONGEST_PAUSE_S:
                self.position_s = stated_s
                if stated_s - before_s <= _USUAL_STEP_S:
                    self._step_s = stated_s - before_s
                return stated_s
            if abs(stated_s - before_s) <= _OUT_OF_ORDER_S:  # the clock goes on
                self.position_s = before_s + _LEAST_STEP_S
                return self.position_s
        self._shift_s = due_s - stamp_s
        return due_s
