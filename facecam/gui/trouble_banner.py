"""What is wrong with the source, above the picture, and the way out of it."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal

from facecam.engine import EngineState, EngineStatus
from facecam.gui import messages
from facecam.gui.banner import Banner, BannerKind


class TroubleBanner(Banner):
    """Follows the engine's state; hidden while all is well.

    Signals:
        again: the user wants the same source opened again.
    """

    again = pyqtSignal()

    def show_status(self, status: EngineStatus) -> None:
        """Say what the engine's state means for the user, or hide."""
        if status.state is EngineState.FAILED:
            self.show_failure(status.message)
        elif status.state is EngineState.RECONNECTING:
            self.show_message(status.message, BannerKind.WARNING)
        elif status.state is EngineState.ENDED:
            self.show_message(
                messages.ENDED, BannerKind.INFO, (messages.PLAY_AGAIN, self.again.emit)
            )
        elif status.message:  # it is waited for at the start, or is back
            self.show_message(status.message, BannerKind.INFO)
        else:
            self.hide()

    def show_failure(self, sentence: str) -> None:
        """Say why there is no picture."""
        self.show_message(sentence, BannerKind.ERROR, (messages.TRY_AGAIN, self.again.emit))
