"""The live picture with its marks; which face is under the mouse, and why it is called so."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
)
from PyQt5.QtWidgets import QSizePolicy, QWidget

from facecam.gui import style
from facecam.gui.hint import paint_hint, paint_placeholder
from facecam.gui.hovering import Hover, mark_at
from facecam.gui.letterbox import letterbox
from facecam.gui.mark_painter import MarkPainter, box_of
from facecam.gui.why_card import paint_card
from facecam.overlay import FaceMark
from facecam.types import Frame

_BACKGROUND = QColor(8, 10, 13)
_HINT_MS = 2500
_FOCUS = QColor(86, 180, 233)
_CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class VideoView(QWidget):
    """Paints the newest frame, letterboxed, and the newest marks over it.

    One transform maps the picture's pixels to the widget's logical pixels; the
    picture, the boxes and the mouse all go through it, so they agree at every
    size, mirrored or not.

    Attributes:
        frames_shown: how many frames were given to ``show_frame``.
        hint: the words at the bottom of the picture, empty while there are none.

    Signals:
        face_clicked: a face was clicked, with its FaceMark.
        empty_clicked: the picture was clicked where no face is.
        face_wanted: Return was pressed: whichever face is next is meant.
        painted: the frame or the marks last shown are on the screen for the first time.
    """

    face_clicked = pyqtSignal(object)
    empty_clicked = pyqtSignal()
    face_wanted = pyqtSignal()
    painted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Live picture")
        self.frames_shown = 0
        self._image: QImage | None = None
        self._marks: tuple[FaceMark, ...] = ()
        self._mirrored = False
        self._shows_landmarks = False
        self._hover = Hover()
        self._chosen: int | None = None
        self._placeholder = ""
        self.hint = ""
        self._is_new = False
        self._shows_focus = False
        self._hint_timer = QTimer(self)
        self._hint_timer.setSingleShot(True)
        self._hint_timer.timeout.connect(self._end_hint)

    @property
    def marks(self) -> tuple[FaceMark, ...]:
        """The marks being shown."""
        return self._marks

    @property
    def explained(self) -> FaceMark | None:
        """The face whose card is being shown: the one under the mouse, if it is not chosen."""
        hovered = self._hover.mark
        if hovered is None or (self._chosen is not None and hovered.track_id == self._chosen):
            return None
        return hovered

    def show_frame(self, frame: Frame) -> None:
        """Show a frame from now on."""
        self._image = style.to_qimage(frame.image)
        self.frames_shown += 1
        self._is_new = True
        self.update()

    def show_marks(self, marks: tuple[FaceMark, ...]) -> None:
        """Show these marks over whatever frame is shown."""
        self._marks = marks
        self._is_new = True
        self._update_hover()
        self.update()

    def clear(self, placeholder: str) -> None:
        """Show words instead of a picture."""
        self._image = None
        self._marks = ()
        self._placeholder = placeholder
        self._point_at(None)
        self.update()

    def show_hint(self, text: str) -> None:
        """Show a few words at the bottom of the picture for a moment."""
        self.hint = text
        self._hint_timer.start(_HINT_MS)
        self.update()

    def choose(self, track_id: int | None) -> None:
        """Draw this face's frame thicker and without a card: it is explained elsewhere."""
        self._chosen = track_id
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Show left as right, like a mirror; labels stay readable."""
        self._mirrored = mirrored
        self._update_hover()
        self.update()

    def set_shows_landmarks(self, shows: bool) -> None:
        """Draw the five landmarks of each face, or do not."""
        self._shows_landmarks = shows
        self.update()

    def image_to_widget(self) -> QTransform:
        """Return the map from the picture's pixels to the widget's logical pixels."""
        if self._image is None:
            return QTransform()
        return letterbox(self._image.size(), self.size(), mirrored=self._mirrored)

    def mark_at(self, point: QPointF) -> FaceMark | None:
        """Return the face under a point of the widget; of several the smallest."""
        return mark_at(self._marks, self._in_picture(point))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Tell which face was clicked."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        mark = self.mark_at(event.localPos())
        if mark is not None:
            self.face_clicked.emit(mark)
        else:
            self.empty_clicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Show a hand over a face."""
        if event is not None:
            self._point_at(event.localPos())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Ask for a face without a mouse."""
        if event is not None and event.key() in _CHOOSING_KEYS:
            self.face_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show where the keyboard is, if it was brought here with the keyboard."""
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._shows_focus = event is not None and event.reason() in by_key
        self.update()

    def focusOutEvent(self, _event: QFocusEvent | None) -> None:
        """Show no longer where the keyboard was."""
        self._shows_focus = False
        self.update()

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        """Find anew which face is under the mouse."""
        self._update_hover()

    def leaveEvent(self, _event: QEvent | None) -> None:
        """Take the card away."""
        self._point_at(None)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the picture, its marks and the hint."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BACKGROUND)
        if self._image is None:
            paint_placeholder(painter, self._placeholder, QRectF(self.rect()))
        else:
            self._paint_picture(painter, self._image)
        if self.hint:
            paint_hint(painter, self.hint, QRectF(self.rect()))
        if self._shows_focus:
            painter.setPen(QPen(_FOCUS, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        if self._is_new:
            self._is_new = False
            self.painted.emit()

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        transform = self.image_to_widget()
        picture = transform.mapRect(QRectF(image.rect()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(transform)
        painter.drawImage(0, 0, image)
        painter.resetTransform()
        painter.setClipRect(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = MarkPainter(painter, transform, picture)
        marks.paint(self._marks, self._chosen, self._shows_landmarks)
        painter.setClipping(False)
        if self.explained is not None:
            self._paint_card(painter, self.explained)

    def _paint_card(self, painter: QPainter, explained: FaceMark) -> None:
        transform = self.image_to_widget()
        box = transform.mapRect(box_of(explained))
        others = [transform.mapRect(box_of(mark)) for mark in self._marks if mark is not explained]
        paint_card(painter, explained.face, box, others, QRectF(self.rect()))

    def _in_picture(self, point: QPointF) -> QPointF:
        inverse, _ = self.image_to_widget().inverted()
        return inverse.map(point)

    def _update_hover(self) -> None:
        here = QPointF(self.mapFromGlobal(self.cursor().pos()))
        self._point_at(here if self.underMouse() else None)

    def _point_at(self, point: QPointF | None) -> None:
        if self._hover.move(self._marks, None if point is None else self._in_picture(point)):
            self.update()
        if self._hover.is_over:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def _end_hint(self) -> None:
        self.hint = ""
        self.update()
