"""Brings frames and results together: which boxes are painted on which frame."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt5.QtCore import QObject, Qt, QTimer, pyqtSignal

from facecam import overlay
from facecam.gui.video_view import VideoView
from facecam.overlay import FaceMark
from facecam.types import Frame, FrameResult

LONGEST_WAIT_MS = 20
"""How long a frame may wait for its own boxes before it is shown with predicted ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the view shows.

    Attributes:
        frame: the picture.
        result: what its marks were made from: of this frame, or of an earlier
            one and moved on; None while there is none.
        marks: as drawn.
    """

    frame: Frame
    result: FrameResult | None
    marks: tuple[FaceMark, ...]


class Presenter(QObject):
    """Shows each frame once, with the boxes where the faces are in it.

    Finding the faces takes a few milliseconds on most frames, so a frame waits
    a moment for its own result. On a frame that takes longer, where the whole
    picture is searched, the boxes of the last result are moved on as the faces
    moved.

    Signals:
        painted: a frame, or other boxes on it, came to the screen, with a ``Shown``.
    """

    painted = pyqtSignal(object)

    def __init__(self, view: VideoView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._waiting: Frame | None = None
        self._frame: Frame | None = None
        self._result: FrameResult | None = None
        self._shown: Shown | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show_waiting)
        view.painted.connect(self._painted)

    @property
    def shown(self) -> Shown | None:
        """What the view shows now, None before the first frame."""
        return self._shown

    def clear(self) -> None:
        """Forget the source shown so far."""
        self._timer.stop()
        self._waiting = self._frame = self._result = self._shown = None

    def offer(self, frame: Frame | None, result: FrameResult | None) -> None:
        """Take the newest frame and the newest result, None where nothing is new."""
        if result is not None:
            self._result = result
        if frame is not None:
            self._begin_to_wait(frame)
        if self._waiting is not None and self._has_result_of(self._waiting):
            self._show_waiting()
        elif result is not None and self._waiting is None and self._frame is not None:
            self._show_marks(self._frame)

    def _begin_to_wait(self, frame: Frame) -> None:
        interval_ms = LONGEST_WAIT_MS * 2.0
        if self._waiting is not None:
            self._show_waiting()
        if self._frame is not None:
            interval_ms = 1000 * (frame.captured_at - self._frame.captured_at)
        self._waiting = frame
        self._timer.start(int(min(LONGEST_WAIT_MS, interval_ms / 2)))

    def _has_result_of(self, frame: Frame) -> bool:
        return self._result is not None and self._result.frame.seq >= frame.seq

    def _show_waiting(self) -> None:
        frame, self._waiting = self._waiting, None
        self._timer.stop()
        if frame is not None:
            self._frame = frame
            self._view.show_frame(frame)
            self._show_marks(frame)

    def _show_marks(self, frame: Frame) -> None:
        marks = overlay.marks(self._result, frame) if self._result is not None else ()
        self._shown = Shown(frame, self._result, marks)
        self._view.show_marks(marks)

    def _painted(self) -> None:
        if self._shown is not None:
            self.painted.emit(self._shown)
