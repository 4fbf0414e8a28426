"""The menu that says how many strangers may be given a name."""

from __future__ import annotations

from typing import get_args

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QAction, QActionGroup, QMenu, QWidget

from facecam.gui import messages
from facecam.settings import Settings

CHOICES: tuple[int, ...] = get_args(Settings.model_fields["one_stranger_in"].annotation)
"""Of so many strangers one may be named: what the settings allow."""


class StrangersMenu(QMenu):
    """One choice of those there are, and what it costs.

    Signals:
        chosen: by the user, with the number of strangers of whom one may be named.
    """

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add_words(messages.STRANGERS_HEADING)
        self._group = QActionGroup(self)
        self._group.setExclusive(True)
        self.choices = {strangers: self._add_choice(strangers) for strangers in CHOICES}
        self.addSeparator()
        self._add_words(messages.STRANGERS_COST)
        self._group.triggered.connect(self._choose)

    def set_chosen(self, strangers: int) -> None:
        """Check what holds now; nothing is emitted."""
        self.choices[strangers].setChecked(True)

    def _add_choice(self, strangers: int) -> QAction:
        action = QAction(messages.one_stranger_in(strangers), self)
        action.setCheckable(True)
        action.setData(strangers)
        self._group.addAction(action)
        self.addAction(action)
        return action

    def _add_words(self, text: str) -> None:
        words = QAction(text, self)
        words.setEnabled(False)
        self.addAction(words)

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
