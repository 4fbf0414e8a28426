"""The window's looks, read from ``assets/``; without that folder Qt's own are used."""

from __future__ import annotations

import numpy as np
from PyQt5.QtGui import QIcon, QImage
from PyQt5.sip import voidptr

from facecam import paths
from facecam.types import Image


def icon(name: str) -> QIcon:
    """Return the icon drawn in ``assets/<name>.svg``, an empty one where it is missing."""
    folder = paths.assets_folder()
    return QIcon(str(folder / f"{name}.svg")) if folder else QIcon()


def sheet() -> str:
    """Return the style sheet of the whole program."""
    folder = paths.assets_folder()
    return (folder / "style.qss").read_text(encoding="utf-8") if folder else ""


def to_qimage(image: Image) -> QImage:
    """Return a picture as Qt paints it fastest; the result owns its memory.

    Args:
        image: ``(height, width, 3)`` uint8, RGB; need not be contiguous.
    """
    pixels = np.ascontiguousarray(image)
    height, width = pixels.shape[:2]
    borrowed = QImage(
        voidptr(pixels.data), width, height, pixels.strides[0], QImage.Format.Format_RGB888
    )
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)
