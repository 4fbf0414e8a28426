"""A small card beside a face: what its answer rests on, while the mouse is over it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QPainter

from facecam import overlay
from facecam.types import FaceResult

_BACKGROUND = QColor(20, 24, 31, 248)
_BORDER = QColor(70, 82, 100)
_WORDS = QColor(240, 243, 247)
_NUMBERS = QColor(185, 195, 209)
_WIDEST_PX = 320.0
_NAME_SHARE = 0.5
"""How much of a line a name may take."""
_PADDING_PX = 10.0
_LINE_GAP_PX = 3.0
_GAP_PX = 8.0
_GAP_ABOVE_PX = 32.0
"""The face's label stands there."""
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


def paint_card(
    painter: QPainter, face: FaceResult, box: QRectF, others: Sequence[QRectF], room: QRectF
) -> None:
    """Paint the card for a face.

    Args:
        painter: of the widget.
        face: what to explain.
        box: the face's frame as drawn; the card stands beside it if it can.
        others: the other faces' frames, which are left free if they can be.
        room: where the card must stay.
    """
    text_px = min(_WIDEST_PX, room.width() - 2 * (_GAP_PX + _PADDING_PX))
    lines = _Lines(face, painter.font(), text_px)
    size = lines.size + QSizeF(2 * _PADDING_PX, 2 * _PADDING_PX)
    inside = room.adjusted(_GAP_PX, _GAP_PX, -_GAP_PX, -_GAP_PX)
    card = QRectF(card_corner(box, size, inside, others), size)
    painter.setPen(_BORDER)
    painter.setBrush(_BACKGROUND)
    painter.drawRoundedRect(card, 6, 6)
    lines.paint(painter, card.topLeft() + QPointF(_PADDING_PX, _PADDING_PX))


def card_corner(box: QRectF, size: QSizeF, room: QRectF, others: Sequence[QRectF] = ()) -> QPointF:
    """Return a card's top left corner.

    Right of the box, left, below or above, whichever fits and covers least of
    the other boxes; where none fits, at the foot of the room.
    """
    x = max(room.left(), min(box.left(), room.right() - size.width()))
    y = max(room.top(), min(box.top(), room.bottom() - size.height()))
    corners = (
        QPointF(box.right() + _GAP_PX, y),
        QPointF(box.left() - _GAP_PX - size.width(), y),
        QPointF(x, box.bottom() + _GAP_PX),
        QPointF(x, box.top() - _GAP_ABOVE_PX - size.height()),
    )
    fitting = [corner for corner in corners if room.contains(QRectF(corner, size))]
    foot = QPointF(x, max(room.top(), room.bottom() - size.height()))
    return min(fitting, key=lambda corner: _covered(QRectF(corner, size), others), default=foot)


def _covered(card: QRectF, others: Sequence[QRectF]) -> float:
    common = [card.intersected(other) for other in others]
    return sum(rect.width() * rect.height() for rect in common)


class _Lines:
    """The words, then the numbers, wrapped to a width."""

    def __init__(self, face: FaceResult, font: QFont, width_px: float) -> None:
        metrics = QFontMetricsF(font)

        def shorten(name: str) -> str:
            return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width_px * _NAME_SHARE)

        bold = QFont(font)
        bold.setBold(True)
        words, *numbers = overlay.why(face, shorten)
        self._lines = [(words, bold, _WORDS)] + [(line, font, _NUMBERS) for line in numbers]
        self._rects = []
        top = 0.0
        for line, its_font, _ in self._lines:
            endless = QRectF(0, 0, width_px, 1000)
            rect = QFontMetricsF(its_font).boundingRect(endless, _WRAPPED, line)
            self._rects.append(QRectF(0, top, rect.width() + 1, rect.height()))
            top += rect.height() + _LINE_GAP_PX
        width = max(rect.width() for rect in self._rects)
        self.size = QSizeF(width, top - _LINE_GAP_PX)

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        before = painter.font()
        for (line, font, colour), rect in zip(self._lines, self._rects, strict=True):
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(rect.translated(corner), _WRAPPED, line)
        painter.setFont(before)
