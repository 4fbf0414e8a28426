"""The live picture with its marks, and which face is under the mouse."""

from __future__ import annotations

from PyQt5.QtCore import QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PyQt5.QtWidgets import QSizePolicy, QWidget

from facecam import overlay
from facecam.gui import style
from facecam.overlay import FaceMark
from facecam.types import Frame

_BACKGROUND = QColor(8, 10, 13)
_QUIET_TEXT = QColor(169, 180, 195)
_HINT_BACKGROUND = QColor(20, 24, 31, 225)
_HINT_TEXT = QColor(240, 243, 247)
_OUTLINE = QColor(0, 0, 0, 150)
_HINT_MS = 2500
_LABEL_PADDING_PX = 5.0
_DASH_PX = 9.0


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
        self._point_at(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self.update()

    def clear(self, placeholder: str) -> None:
        """Show words instead of a picture."""
        self._image = None
        self._marks = ()
        self._placeholder = placeholder
        self.unsetCursor()
        self.update()

    def show_hint(self, text: str) -> None:
        """Show a few words at the bottom of the picture for a moment."""
        self._hint = text
        self._hint_timer.start(_HINT_MS)
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Show left as right, like a mirror; labels stay readable."""
        self._mirrored = mirrored
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
        inside = [mark for mark in self._marks if _rect(mark).contains(inverse.map(point))]
        return min(
            inside, key=lambda mark: _rect(mark).width() * _rect(mark).height(), default=None
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
            self._paint_hint(painter)
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
        line_px = overlay.line_width_px(picture.width(), picture.height())
        for mark in reversed(self._marks):  # the largest face's label on top
            self._paint_mark(painter, mark, transform, line_px)
        for mark in reversed(self._marks):
            self._paint_label(painter, mark, transform.mapRect(_rect(mark)), picture)
        painter.setClipping(False)

    def _paint_mark(
        self, painter: QPainter, mark: FaceMark, transform: QTransform, line_px: float
    ) -> None:
        box = transform.mapRect(_rect(mark))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width_px in ((_OUTLINE, line_px + 2), (QColor(*mark.colour), line_px)):
            pen = QPen(colour, width_px)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            if mark.is_dashed:
                pen.setDashPattern([_DASH_PX / width_px] * 2)
            painter.setPen(pen)
            painter.drawRect(box)
        if self._shows_landmarks:
            painter.setPen(QPen(_OUTLINE, 1))
            painter.setBrush(QColor(*mark.colour))
            for x, y in mark.landmarks:
                painter.drawEllipse(transform.map(QPointF(x, y)), line_px * 1.3, line_px * 1.3)

    def _paint_label(self, painter: QPainter, mark: FaceMark, box: QRectF, picture: QRectF) -> None:
        if not mark.label:
            return
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(mark.label) + 2 * _LABEL_PADDING_PX
        height = metrics.height() + _LABEL_PADDING_PX
        corner = overlay.label_corner(_edges(box), (width, height), _edges(picture))
        place = QRectF(*corner, min(width, picture.width()), height)
        painter.fillRect(place, QColor(*mark.colour))
        painter.setPen(QColor(*overlay.TEXT))
        room = place.adjusted(_LABEL_PADDING_PX, 0, -_LABEL_PADDING_PX, 0)
        text = metrics.elidedText(mark.label, Qt.TextElideMode.ElideMiddle, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_hint(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        width = min(metrics.horizontalAdvance(self._hint) + 32, self.width() - 8.0)
        height = metrics.height() + 14
        place = QRectF((self.width() - width) / 2, self.height() - height - 16, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_HINT_BACKGROUND)
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(_HINT_TEXT)
        text = metrics.elidedText(self._hint, Qt.TextElideMode.ElideRight, width - 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _point_at(self, point: QPointF) -> None:
        if self.mark_at(point) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def _end_hint(self) -> None:
        self._hint = ""
        self.update()


def _rect(mark: FaceMark) -> QRectF:
    x1, y1, x2, y2 = mark.box
    return QRectF(x1, y1, x2 - x1, y2 - y1)


def _edges(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.right(), rect.bottom()
