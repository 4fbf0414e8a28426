"""The live picture with its marks; which face is under the mouse, and why it is called so."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PyQt5.QtWidgets import QSizePolicy, QWidget

from facecam.gui import style
from facecam.gui.hint import paint_hint
from facecam.gui.mark_painter import MarkPainter, box_of
from facecam.gui.why_card import paint_card
from facecam.overlay import FaceMark
from facecam.types import Frame

_BACKGROUND = QColor(8, 10, 13)
_QUIET_TEXT = QColor(169, 180, 195)
_HINT_MS = 2500
_HELD_SHARE = 0.2
"""A face keeps its card while the mouse is no further outside, as a share of its box."""


class VideoView(QWidget):
    """Paints the newest frame, letterboxed, and the newest marks over it.

    One transform maps the picture's pixels to the widget's logical pixels; the
    picture, the boxes and the mouse all go through it, so they agree at every
    size, mirrored or not.

    Signals:
        face_clicked: a face was clicked, with its FaceMark.
        empty_clicked: the picture was clicked where no face is.
        painted: the frame or the marks last shown are on the screen for the first time.
    """

    face_clicked = pyqtSignal(object)
    empty_clicked = pyqtSignal()
    painted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Live picture")
        self.frames_shown = 0
        self._image: QImage | None = None
        self._marks: tuple[FaceMark, ...] = ()
        self._mirrored = False
        self._shows_landmarks = False
        self._hovered: FaceMark | None = None
        self._chosen: int | None = None
        self._placeholder = ""
        self._hint = ""
        self._is_new = False
        self._hint_timer = QTimer(self)
        self._hint_timer.setSingleShot(True)
        self._hint_timer.timeout.connect(self._end_hint)

    @property
    def marks(self) -> tuple[FaceMark, ...]:
        """The marks being shown."""
        return self._marks

    @property
    def hint(self) -> str:
        """The hint being shown, or an empty text."""
        return self._hint

    @property
    def explained(self) -> FaceMark | None:
        """The face whose card is being shown: the one under the mouse, if it is not chosen."""
        hovered = self._hovered
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
        self._look_under_mouse()
        self.update()

    def clear(self, placeholder: str) -> None:
        """Show words instead of a picture."""
        self._image = None
        self._marks = ()
        self._placeholder = placeholder
        self._hover(None)
        self.update()

    def show_hint(self, text: str) -> None:
        """Show a few words at the bottom of the picture for a moment."""
        self._hint = text
        self._hint_timer.start(_HINT_MS)
        self.update()

    def choose(self, track_id: int | None) -> None:
        """Draw this face's frame thicker and without a card: it is explained elsewhere."""
        self._chosen = track_id
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Show left as right, like a mirror; labels stay readable."""
        self._mirrored = mirrored
        self._look_under_mouse()
        self.update()

    def set_shows_landmarks(self, shows: bool) -> None:
        """Draw the five landmarks of each face, or do not."""
        self._shows_landmarks = shows
        self.update()

    def image_to_widget(self) -> QTransform:
        """Return the map from the picture's pixels to the widget's logical pixels."""
        if self._image is None:
            return QTransform()
        width, height = self._image.width(), self._image.height()
        scale = min(self.width() / width, self.height() / height)
        transform = QTransform()
        transform.translate(self.width() / 2, self.height() / 2)
        transform.scale(-scale if self._mirrored else scale, scale)
        transform.translate(-width / 2, -height / 2)
        return transform

    def mark_at(self, point: QPointF) -> FaceMark | None:
        """Return the face under a point of the widget; of several the smallest."""
        inverse, _ = self.image_to_widget().inverted()
        inside = [mark for mark in self._marks if box_of(mark).contains(inverse.map(point))]
        return min(
            inside, key=lambda mark: box_of(mark).width() * box_of(mark).height(), default=None
        )

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

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        """Look again which face is under the mouse."""
        self._look_under_mouse()

    def leaveEvent(self, _event: QEvent | None) -> None:
        """Take the card away."""
        self._hover(None)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the picture, its marks and the hint."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BACKGROUND)
        if self._image is None:
            painter.setPen(_QUIET_TEXT)
            painter.drawText(
                self.rect().adjusted(16, 16, -16, -16),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self._placeholder,
            )
        else:
            self._paint_picture(painter, self._image)
        if self._hint:
            paint_hint(painter, self._hint, QRectF(self.rect()))
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
        paint_card(painter, explained.face.match, box, others, QRectF(self.rect()))

    def _look_under_mouse(self) -> None:
        if self.underMouse():
            self._point_at(QPointF(self.mapFromGlobal(self.cursor().pos())))
        else:
            self._hover(None)

    def _point_at(self, point: QPointF) -> None:
        mark = self.mark_at(point)
        if mark is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self._hover(mark or self._held_at(point))

    def _held_at(self, point: QPointF) -> FaceMark | None:
        """Return the face hovered over so far if it has only just moved from under the mouse."""
        if self._hovered is None or self._hovered.track_id is None:
            return None
        inverse, _ = self.image_to_widget().inverted()
        for mark in self._marks:
            if mark.track_id == self._hovered.track_id:
                return mark if _grown(box_of(mark)).contains(inverse.map(point)) else None
        return None

    def _hover(self, mark: FaceMark | None) -> None:
        if mark is None:
            self.unsetCursor()
        if mark is not self._hovered:
            self._hovered = mark
            self.update()

    def _end_hint(self) -> None:
        self._hint = ""
        self.update()


def _grown(box: QRectF) -> QRectF:
    dx, dy = box.width() * _HELD_SHARE, box.height() * _HELD_SHARE
    return box.adjusted(-dx, -dy, dx, dy)
