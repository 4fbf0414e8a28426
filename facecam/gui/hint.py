"""Words over the foot of the picture, and in its place."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, Qt
from PyQt5.QtGui import QColor, QFontMetricsF, QPainter

_BACKGROUND = QColor(20, 24, 31, 225)
_TEXT = QColor(240, 243, 247)
_QUIET_TEXT = QColor(169, 180, 195)
_PADDING_PX = 16.0


def paint_hint(painter: QPainter, text: str, room: QRectF) -> None:
    """Paint ``text`` in the middle of the room's foot, shortened if it is too long for it."""
    metrics = QFontMetricsF(painter.font())
    width = min(metrics.horizontalAdvance(text) + 2 * _PADDING_PX, room.width() - 8)
    height = metrics.height() + 14
    place = QRectF(0, room.bottom() - height - 16, width, height)
    place.moveCenter(QRectF(room.left(), place.top(), room.width(), height).center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BACKGROUND)
    painter.drawRoundedRect(place, height / 2, height / 2)
    painter.setPen(_TEXT)
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - _PADDING_PX)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def paint_placeholder(painter: QPainter, text: str, room: QRectF) -> None:
    """Paint ``text`` in the middle of the room, where there is no picture."""
    painter.setPen(_QUIET_TEXT)
    inside = room.adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(inside, flags, text)
