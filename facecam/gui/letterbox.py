"""Where a picture stands in a widget of another shape."""

from __future__ import annotations

from PyQt5.QtCore import QSize
from PyQt5.QtGui import QTransform


def letterbox(picture: QSize, widget: QSize, *, mirrored: bool) -> QTransform:
    """Return the map from a picture's pixels to a widget's: as large as fits, in the middle.

    Args:
        picture: its size, not empty.
        widget: its size, logical pixels.
        mirrored: whether left is shown as right.
    """
    scale = min(widget.width() / picture.width(), widget.height() / picture.height())
    transform = QTransform()
    transform.translate(widget.width() / 2, widget.height() / 2)
    transform.scale(-scale if mirrored else scale, scale)
    transform.translate(-picture.width() / 2, -picture.height() / 2)
    return transform
