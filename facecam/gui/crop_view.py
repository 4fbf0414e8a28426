"""The face about to be enrolled, as the network saw it."""

from __future__ import annotations

from PyQt5.QtCore import QRect, QSize, Qt
from PyQt5.QtGui import QColor, QImage, QPainter, QPaintEvent
from PyQt5.QtWidgets import QSizePolicy, QWidget

from facecam.gui import style
from facecam.types import Image

_SIDE_PX = 160
_SMALLEST_PX = 48
_BACKGROUND = QColor(13, 16, 21)
_TEXT = QColor(169, 180, 195)


class CropView(QWidget):
    """Shows a square picture, smaller where there is little room, or why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crop: Image | None = None
        self._image: QImage | None = None
        self._words = ""
        self.setMinimumSize(_SMALLEST_PX, _SMALLEST_PX)
        self.setMaximumHeight(_SIDE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def words(self) -> str:
        """Why there is no crop; empty while one is shown."""
        return self._words

    def show_crop(self, crop: Image) -> None:
        """Show a crop, ``(160, 160, 3)`` uint8 RGB."""
        if crop is not self._crop:
            self._crop, self._image, self._words = crop, style.to_qimage(crop), ""
            self.update()

    def show_words(self, words: str) -> None:
        """Say why there is no crop."""
        if words != self._words:
            self._crop, self._image, self._words = None, None, words
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size the network saw it in."""
        return QSize(_SIDE_PX, _SIDE_PX)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the crop or the words in its place."""
        painter = QPainter(self)
        if self._image is None:
            painter.fillRect(self.rect(), _BACKGROUND)
            painter.setPen(_TEXT)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(8, 4, -8, -4), flags, self._words)
        else:
            side = min(self.width(), self.height())
            square = QRect((self.width() - side) // 2, 0, side, side)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(square, self._image)
        painter.end()
