"""The line at the bottom: what is shown, how fast, and how many people are known."""

from __future__ import annotations

from PyQt5.QtCore import QElapsedTimer
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QStatusBar, QWidget

from facecam.engine import EngineState, EngineStatus
from facecam.gui import messages
from facecam.gui.elided_label import ElidedLabel
from facecam.gui.plain_label import PlainLabel

_ROOMY_PX = 560
_SHORTEST_MS = 500
"""Over less time no rate is taken: a change of state comes between two readings of the clock."""


class StatusBar(QStatusBar):
    """Shows in words what the engine does and leaves out, and two rates in frames a second.

    Where there is little room, what matters least is not shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.state_label = ElidedLabel()
        self.pace_label = ElidedLabel()
        self.pace_label.setObjectName("pace")
        self.rates_label = ElidedLabel()
        self.rates_label.setToolTip("Pictures shown, and pictures searched for faces, a second")
        self.people_label = PlainLabel()
        self.addWidget(self.state_label)
        self.addWidget(self.pace_label)
        self.addPermanentWidget(self.rates_label)
        self.addPermanentWidget(self.people_label)
        self._since_last = QElapsedTimer()
        self._since_last.start()
        self._frames_before = 0
        self._shown_fps = 0.0

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave labels out, or put them back."""
        super().resizeEvent(event)
        self._make_room()

    def show_failure(self, source: str) -> None:
        """Show that a source could not even be opened."""
        self.state_label.setText(messages.state_of(EngineState.FAILED, source))
        self.rates_label.clear()
        self._show_pace(0)

    def show_people(self, count: int) -> None:
        """Show how many people the gallery knows."""
        self.people_label.setText(messages.people_known(count))

    def show_status(self, status: EngineStatus, frames_shown: int) -> None:
        """Show the present state.

        Args:
            status: the engine's.
            frames_shown: how many frames the window has shown since it opened.
        """
        self.state_label.setText(
            messages.state_of(status.state, status.source, is_loading=not status.recognised)
        )
        elapsed_ms = self._since_last.elapsed()
        if elapsed_ms >= _SHORTEST_MS:
            self._since_last.restart()
            self._shown_fps = 1000 * (frames_shown - self._frames_before) / elapsed_ms
            self._frames_before = frames_shown
        self.state_label.setToolTip(self.state_label.text())
        self.rates_label.setText(messages.rates(self._shown_fps, status.recognised_fps))
        self._show_pace(status.pace_step if status.state is EngineState.RUNNING else 0)

    def _show_pace(self, step: int) -> None:
        self.pace_label.setText(messages.slowed(step))
        self.pace_label.setToolTip(messages.slowed_details(step) if step else "")
        self.pace_label.setVisible(step > 0)
        self._make_room()

    def _make_room(self) -> None:
        is_roomy = self.width() >= _ROOMY_PX
        self.people_label.setVisible(is_roomy)
        self.rates_label.setVisible(is_roomy or self.pace_label.isHidden())
