"""Says in the log when the window showed its first picture and its first name."""

from __future__ import annotations

import logging

from PyQt5.QtCore import QObject

from facecam.gui.presenter import Presenter, Shown

log = logging.getLogger(__name__)

FIRST_PICTURE = "The first picture is on the screen."
FIRST_NAME = "The first name is on the screen."


class Milestones(QObject):
    """Watches what is painted; whose name it was is not said.

    Each log record has the attribute ``milestone``: ``picture`` or ``name``.
    """

    def __init__(self, presenter: Presenter) -> None:
        super().__init__(presenter)
        self._ahead = {"picture": FIRST_PICTURE, "name": FIRST_NAME}
        presenter.painted.connect(self._painted)

    def _painted(self, shown: Shown) -> None:
        self._reached("picture")
        if any(mark.face.match.name for mark in shown.marks):
            self._reached("name")

    def _reached(self, milestone: str) -> None:
        sentence = self._ahead.pop(milestone, None)
        if sentence is not None:
            log.info(sentence, extra={"milestone": milestone})
