"""Which face is under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QPointF, QRectF

from facecam.gui.mark_painter import box_of
from facecam.overlay import FaceMark

_HELD_SHARE = 0.2
"""A face is held while the mouse is no further outside, as a share of its box."""


def mark_at(marks: Sequence[FaceMark], point: QPointF) -> FaceMark | None:
    """Return the face at a point of the picture; of several the smallest."""
    inside = [mark for mark in marks if box_of(mark).contains(point)]
    return min(inside, key=_area, default=None)


class Hover:
    """Holds on to a face that has only just moved from under the mouse.

    Attributes:
        mark: the face meant, None while there is none.
        is_over: whether the mouse is over a face, not only near one that is held.
    """

    def __init__(self) -> None:
        self.mark: FaceMark | None = None
        self.is_over = False

    def move(self, marks: Sequence[FaceMark], point: QPointF | None) -> bool:
        """Take the mouse to a point, or the faces to where they are now.

        Args:
            marks: the faces as they are shown now.
            point: where the mouse is, pixels of the picture; None where it is elsewhere.

        Returns:
            Whether another mark is meant than before.
        """
        before, over = self.mark, None if point is None else mark_at(marks, point)
        self.is_over = over is not None
        self.mark = over or (None if point is None else self._held(marks, point))
        return self.mark is not before

    def _held(self, marks: Sequence[FaceMark], point: QPointF) -> FaceMark | None:
        track_id = None if self.mark is None else self.mark.track_id
        held = next((mark for mark in marks if track_id == mark.track_id is not None), None)
        return held if held is not None and _grown(box_of(held)).contains(point) else None


def _area(mark: FaceMark) -> float:
    return box_of(mark).width() * box_of(mark).height()


def _grown(box: QRectF) -> QRectF:
    dx, dy = box.width() * _HELD_SHARE, box.height() * _HELD_SHARE
    return box.adjusted(-dx, -dy, dx, dy)
