"""The settings that the window can change, and where they are kept."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from facecam import paths
from facecam import settings as settings_store
from facecam.errors import SettingsError
from facecam.settings import Settings


class Preferences(QObject):
    """Owns the settings of this run.

    Only what is changed here is stored for the next: a value given on the
    command line for this run alone is never written.

    Signals:
        changed: ``settings`` is another.
        not_kept: the change holds for this run only, with the sentence why.
    """

    changed = pyqtSignal()
    not_kept = pyqtSignal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def set_mirror(self, on: bool) -> None:
        """Show cameras like a mirror, or do not."""
        self._change("mirror", on)

    def set_show_landmarks(self, on: bool) -> None:
        """Draw landmarks, or do not."""
        self._change("show_landmarks", on)

    def set_one_stranger_in(self, strangers: int) -> None:
        """Let one of so many strangers be given a name: 100, 1000 or 10000."""
        self._change("one_stranger_in", strangers)

    def _change(self, name: str, value: int) -> None:
        change = {name: value}
        self.settings = self.settings.model_copy(update=change)
        self.changed.emit()
        try:
            file = paths.settings_file()
            stored = settings_store.load(file)
            settings_store.save(stored.model_copy(update=change), file)
        except SettingsError as error:
            self.not_kept.emit(str(error))
