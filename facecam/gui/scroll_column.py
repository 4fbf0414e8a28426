"""A column of widgets that scrolls where there is too little room for all."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, QSize, Qt
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_LEAST_PX = 40
"""About two lines of text, or a field."""


class ScrollColumn(QScrollArea):
    """Takes the height that its widgets need and no more, and scrolls where that is not to be had.

    The keyboard reaches it while there is something to scroll.

    Attributes:
        column: where the widgets go.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._kept: tuple[QWidget, ...] = ()
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self.column = QVBoxLayout(self._content)
        self.setWidget(self._content)
        self._scrolls(0, 0)
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.rangeChanged.connect(self._scrolls)

    def keep_in_view(self, *widgets: QWidget) -> None:
        """Scroll to these whenever there is less room, the last of them before all."""
        self._kept = widgets

    def sizeHint(self) -> QSize:
        """Return the size of all that is in it, and of the frame around it."""
        frame = self.size() - self.contentsRect().size()
        return self._content.sizeHint() + frame

    def minimumSizeHint(self) -> QSize:
        """Return room for little."""
        return QSize(0, min(_LEAST_PX, self.sizeHint().height()))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Ask for another height when what is in it has another."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        if event is not None and event.type() == QEvent.Type.Resize:
            self._show_what_is_kept()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Scroll to what is to be seen."""
        super().resizeEvent(event)
        self._show_what_is_kept()

    def _show_what_is_kept(self) -> None:
        for widget in self._kept:
            if not widget.isHidden():
                self.ensureWidgetVisible(widget, 0, 0)

    def _scrolls(self, _least: int, most: int) -> None:
        focus = Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
