"""What a face's answer rests on, as text in a panel."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QVBoxLayout, QWidget

from facecam import overlay
from facecam.gui.wrapped_label import WrappedLabel
from facecam.types import FaceResult

_NAME_SHARE = 0.5
"""How much of a line a name may take."""


class WhyText(QWidget):
    """The answer in words, and the numbers behind it in a quieter colour.

    It grows with the text, but shrinks for another face only, so that what
    stands below does not jump while one face is explained.

    Args:
        width_px: of a line, logical pixels.
    """

    def __init__(self, width_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width_px)
        self.setObjectName("why_text")
        self._lines: tuple[str, ...] = ()
        self._words, self._numbers = WrappedLabel(width_px), WrappedLabel(width_px)
        self._words.setObjectName("why")
        self._numbers.setObjectName("detail")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        for label in (self._words, self._numbers):
            self._column.addWidget(label)
        self._column.addStretch(1)

    @property
    def text(self) -> str:
        """All that is shown, line by line."""
        return f"{self._words.text()}\n{self._numbers.text()}".strip()

    def start_afresh(self, face: FaceResult) -> None:
        """Explain another face."""
        self.setFixedHeight(0)
        self._lines = ()
        self.show_face(face)

    def show_face(self, face: FaceResult) -> None:
        """Explain the newest answer of the same face."""
        lines = overlay.why(face, self.shorten)
        if lines == self._lines:
            return
        self._lines = lines
        words, *numbers = lines
        self._words.setText(words)
        self._numbers.setText("\n".join(numbers))
        self._numbers.setVisible(bool(numbers))
        self.setFixedHeight(max(self.minimumHeight(), self._column.sizeHint().height()))

    def shorten(self, name: str) -> str:
        """Return a name that leaves room for other words on its line."""
        metrics = self.fontMetrics()
        room_px = int(self.width() * _NAME_SHARE)
        return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room_px)
