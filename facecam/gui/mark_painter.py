"""Paints marks over the picture: a frame, landmarks and a label for each face."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from facecam import overlay
from facecam.overlay import FaceMark, Line

_OUTLINE = QColor(0, 0, 0, 150)
_LABEL_PADDING_PX = 5.0
_LONGEST_LABEL_PX = 200.0
"""Longer ones are shortened, unless their face is as wide: they would cover other faces."""
_CHOSEN_TIMES = 2.0
"""How much thicker the frame of the chosen face is."""
_PATTERN_PX = {Line.DASHED: (12.0, 8.0), Line.DOTTED: (2.5, 5.5)}
"""Drawn and left out, logical pixels."""


def box_of(mark: FaceMark) -> QRectF:
    """Return a mark's box, pixels of the picture."""
    x1, y1, x2, y2 = mark.box
    return QRectF(x1, y1, x2 - x1, y2 - y1)


class MarkPainter:
    """Paints all marks of one frame.

    Args:
        painter: of the widget; what it paints is kept inside the picture by its clip.
        transform: from the picture's pixels to the widget's.
        picture: where the picture stands in the widget.
    """

    def __init__(self, painter: QPainter, transform: QTransform, picture: QRectF) -> None:
        self._painter = painter
        self._transform = transform
        self._picture = picture
        self._line_px = overlay.line_width_px(picture.width(), picture.height())

    def paint(self, marks: Sequence[FaceMark], chosen: int | None, landmarks: bool) -> None:
        """Paint marks, labels above all frames.

        Args:
            marks: the largest face first; its label covers the others', but not the chosen one's.
            chosen: the track whose frame is drawn thicker, or None.
            landmarks: whether the five landmarks are drawn.
        """
        chosen_ones = [mark for mark in marks if chosen is not None and mark.track_id == chosen]
        upwards = [mark for mark in reversed(marks) if mark not in chosen_ones] + chosen_ones
        for mark in upwards:
            times = _CHOSEN_TIMES if mark in chosen_ones else 1.0
            self._paint_frame(mark, self._line_px * times)
            if landmarks:
                self._paint_landmarks(mark)
        for mark in upwards:
            if mark.label:
                self._paint_label(mark)

    def _paint_frame(self, mark: FaceMark, line_px: float) -> None:
        box = self._transform.mapRect(box_of(mark))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        # The outline has no gaps: they stay dark where the picture is light.
        self._painter.setPen(_pen(_OUTLINE, line_px + 2))
        self._painter.drawRect(box)
        pen = _pen(QColor(*mark.colour), line_px)
        if mark.line in _PATTERN_PX:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / line_px for length in _PATTERN_PX[mark.line]])
        self._painter.setPen(pen)
        self._painter.drawRect(box)

    def _paint_landmarks(self, mark: FaceMark) -> None:
        radius = self._line_px * 1.3
        self._painter.setPen(QPen(_OUTLINE, 1))
        self._painter.setBrush(QColor(*mark.colour))
        for x, y in mark.landmarks:
            self._painter.drawEllipse(self._transform.map(QPointF(x, y)), radius, radius)

    def _paint_label(self, mark: FaceMark) -> None:
        box, picture = self._transform.mapRect(box_of(mark)), self._picture
        metrics = QFontMetricsF(self._painter.font())
        width = metrics.horizontalAdvance(mark.label) + 2 * _LABEL_PADDING_PX
        width = min(width, max(box.width(), _LONGEST_LABEL_PX), picture.width())
        height = metrics.height() + _LABEL_PADDING_PX
        corner = overlay.label_corner(_edges(box), (width, height), _edges(picture))
        place = QRectF(*corner, width, height)
        self._painter.fillRect(place, QColor(*mark.colour))
        self._painter.setPen(QColor(*overlay.TEXT))
        room = place.adjusted(_LABEL_PADDING_PX, 0, -_LABEL_PADDING_PX, 0)
        text = metrics.elidedText(mark.label, Qt.TextElideMode.ElideMiddle, room.width() + 1)
        self._painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _pen(colour: QColor, width_px: float) -> QPen:
    pen = QPen(colour, width_px)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _edges(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.right(), rect.bottom()
