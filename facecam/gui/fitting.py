"""Windows that are no larger than the screen they are on."""

from __future__ import annotations

from PyQt5.QtCore import QSize
from PyQt5.QtWidgets import QWidget

_FRAME = QSize(16, 48)
"""Room for the frame and the title bar that a desktop gives a window, logical pixels."""


def fit_to_screen(window: QWidget, size: QSize, least: QSize) -> None:
    """Give a window its size, or as much of it as there is room for.

    At a scale factor of 2, a screen of 1920×1080 has room for 960×540 of the
    logical pixels that windows are measured in.

    Args:
        window: not shown yet.
        size: what it is to have.
        least: how small the user may make it.
    """
    screen = window.screen()
    if screen is not None:
        room = screen.availableGeometry().size() - _FRAME
        size, least = size.boundedTo(room), least.boundedTo(room)
    window.setMinimumSize(least)
    window.resize(size)
