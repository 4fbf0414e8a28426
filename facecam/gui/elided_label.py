"""A line of text that gives way where there is little room."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent

from facecam.gui.plain_label import PlainLabel

_SMALLEST_PX = 30


class ElidedLabel(PlainLabel):
    """Shows its text whole if it fits, else its beginning and an ellipsis."""

    def minimumSizeHint(self) -> QSize:
        """Return room for little more than the ellipsis."""
        whole = super().minimumSizeHint()
        return QSize(min(_SMALLEST_PX, whole.width()), whole.height())

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment()), text)
        painter.end()
