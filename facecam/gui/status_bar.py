"""The line at the bottom: what is shown, how fast, and how many people are known."""

from __future__ import annotations

from PyQt5.QtCore import QElapsedTimer
from PyQt5.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from facecam.engine import EngineState, EngineStatus
from facecam.gui import messages


class StatusBar(QStatusBar):
    """Shows the engine's state in words and the two rates in frames a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.state_label = QLabel()
        self.state_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rates_label = QLabel()
        self.rates_label.setToolTip("Pictures shown, and pictures searched for faces, a second")
        self.people_label = QLabel()
        self.addWidget(self.state_label, 1)
        self.addPermanentWidget(self.rates_label)
        self.addPermanentWidget(self.people_label)
        self._since_last = QElapsedTimer()
        self._since_last.start()
        self._frames_before = 0

    def show_failure(self, source: str) -> None:
        """Show that a source could not even be opened."""
        self.state_label.setText(f"{messages.STATE_WORDS[EngineState.FAILED]} · {source}")
        self.rates_label.clear()

    def show_status(self, status: EngineStatus, frames_shown: int, people: int) -> None:
        """Show the present state.

        Args:
            status: the engine's.
            frames_shown: how many frames the window has shown since it opened.
            people: how many the gallery knows.
        """
        self.state_label.setText(f"{messages.STATE_WORDS[status.state]} · {status.source}")
        self.people_label.setText(messages.people_known(people))
        seconds = self._since_last.restart() / 1000
        shown_fps = (frames_shown - self._frames_before) / seconds if seconds else 0.0
        self._frames_before = frames_shown
        self.state_label.setToolTip(self.state_label.text())
        self.rates_label.setText(f"{shown_fps:.0f} fps · {status.recognised_fps:.0f} recognised")
