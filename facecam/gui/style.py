"""The window's style sheet and icons, read from the package's ``assets/``."""

from __future__ import annotations

from importlib import resources

import numpy as np
from PyQt5.QtGui import QIcon, QImage
from PyQt5.sip import voidptr

from facecam.gui.icons import SvgIconEngine
from facecam.types import Image

_ASSETS = resources.files("facecam") / "assets"


def icon(name: str) -> QIcon:
    """Return the icon drawn in ``assets/<name>.svg``."""
    return QIcon(SvgIconEngine((_ASSETS / f"{name}.svg").read_bytes()))


def sheet() -> str:
    """Return the style sheet of the whole program."""
    return (_ASSETS / "style.qss").read_text(encoding="utf-8")


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
