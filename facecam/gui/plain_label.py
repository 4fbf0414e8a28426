"""A label for text from outside."""

from __future__ import annotations

from html import escape

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """Shows its text and its tool tip as they are: names and files are no markup.

    Qt's own label would draw ``<img src=…>`` as a picture.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setToolTip(self, tip: str | None) -> None:
        """Set what is shown beside the mouse."""
        if tip and ("<" in tip or "&" in tip):  # Qt may take it for markup: give it some
            tip = f"<qt>{escape(tip).replace(chr(10), '<br>')}</qt>"
        super().setToolTip(tip)
