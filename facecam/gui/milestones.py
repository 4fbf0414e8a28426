"""Says in the log when the window showed its first picture and its first name."""

from __future__ import annotations

import logging

from PyQt5.QtCore import QObject

from facecam.gui.presenter import Presenter, Shown

log = logging.getLogger(__name__)

FIRST_PICTURE = "The first picture is on the screen."
FIRST_NAME = "The first name is on the screen."


class Milestones(QObject):
    """Watches what is painted; whose name it was is not said."""

    def __init__(self, presenter: Presenter) -> None:
        super().__init__(presenter)
        self._ahead = [FIRST_PICTURE, FIRST_NAME]
        presenter.painted.connect(self._painted)

    def _painted(self, shown: Shown) -> None:
        if FIRST_PICTURE in self._ahead:
            self._reached(FIRST_PICTURE)
        if FIRST_NAME in self._ahead and any(mark.face.match.name for mark in shown.marks):
            self._reached(FIRST_NAME)

    def _reached(self, milestone: str) -> None:
        self._ahead.remove(milestone)
        log.info(milestone)
