"""From the engine's threads to the window: at most one signal waits at a time."""

from __future__ import annotations

from PyQt5.QtCore import QObject, QSemaphore, pyqtSignal

from facecam.gui.courier import courier


class EngineBridge(QObject):
    """Turns any number of calls from any thread into one "something is new".

    Queued signals pile up without limit while the window is busy. So a call is
    passed on only when none is on its way; whoever receives it asks the engine
    for the newest frame, result and status.

    Signals:
        changed: something is new; emitted on the GUI thread.
    """

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        # Not a mutex: it is taken on one thread and given back on another.
        self._none_waiting = QSemaphore(1)
        self._courier = courier()

    def notify(self) -> None:
        """Say that something is new; from any thread, never waits."""
        if self._none_waiting.tryAcquire():
            self._courier.send(self._pass_on)

    def _pass_on(self) -> None:
        # Given back first: what becomes new while `changed` is handled calls again.
        self._none_waiting.release()
        self.changed.emit()
