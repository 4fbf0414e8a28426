"""Icons drawn from SVG, faint where what they stand for cannot be done."""

from __future__ import annotations

from PyQt5.QtCore import QRect, QRectF, QSize, Qt
from PyQt5.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PyQt5.QtSvg import QSvgRenderer

_FAINT = 0.35
"""How much of a disabled icon is seen. Qt's own way to grey them hardly shows on a dark ground."""


class SvgIconEngine(QIconEngine):
    """Draws an icon at whatever size is asked for."""

    def __init__(self, svg: bytes) -> None:
        super().__init__()
        self._svg = svg
        self._renderer = QSvgRenderer(svg)

    def clone(self) -> QIconEngine:
        """Return an engine that draws the same."""
        return SvgIconEngine(self._svg)

    def paint(
        self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        """Draw the icon into ``rect``."""
        if painter is not None:
            painter.drawPixmap(rect, self.pixmap(rect.size(), mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """Return the icon drawn on nothing, ``size`` pixels of the screen."""
        drawn, painter = _blank(size)
        self._renderer.render(painter, QRectF(drawn.rect()))
        painter.end()
        return _faint(drawn) if mode == QIcon.Mode.Disabled else drawn


def _faint(icon: QPixmap) -> QPixmap:
    # Not drawn faintly in the first place: lines that lie over one another would show.
    faint, painter = _blank(icon.size())
    painter.setOpacity(_FAINT)
    painter.drawPixmap(0, 0, icon)
    painter.end()
    return faint


def _blank(size: QSize) -> tuple[QPixmap, QPainter]:
    blank = QPixmap(size)
    blank.fill(Qt.GlobalColor.transparent)
    return blank, QPainter(blank)
