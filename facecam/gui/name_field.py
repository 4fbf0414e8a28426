"""Where a name is typed."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QCompleter, QLineEdit, QWidget

_LONGEST_NAME = 200


class NameField(QLineEdit):
    """A line for a name, completed from the people known.

    It remembers the names that were begun for other faces, by their tracks.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._begun: dict[int | None, str] = {}
        self._track_id: int | None = None
        self.setPlaceholderText("Name")
        self.setAccessibleName("Name")
        self.setMaxLength(_LONGEST_NAME)

    @property
    def typed(self) -> str:
        """The name in the field, without blanks around it."""
        return self.text().strip()

    @property
    def known(self) -> str | None:
        """The name of the person meant, as it is stored; None where it would be a new one."""
        return self._names.get(self.typed.casefold())

    @property
    def is_begun(self) -> bool:
        """Whether the user has typed something that would be a pity to lose."""
        return self.isModified() and bool(self.typed)

    def set_names(self, names: Iterable[str]) -> None:
        """Complete what is typed from these."""
        self._names = {name.casefold(): name for name in names}
        in_order = sorted(self._names.values(), key=str.casefold)
        completer = QCompleter(in_order, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def ask(self, track_id: int | None, offer: str) -> None:
        """Ask for the name of another face.

        What was begun for it before is there again, else ``offer``; selected, so that
        typing replaces it.
        """
        self._keep_what_was_begun()
        self._track_id = track_id
        begun = self._begun.get(track_id)
        self.setText(begun or offer)
        self.setModified(begun is not None)
        self.end(False)
        self.home(True)  # a long name is seen from its beginning

    def forget(self) -> None:
        """Forget what is typed: it is enrolled, or is not to be."""
        self.setText("")

    def forget_tracks(self) -> None:
        """Forget what was begun for faces other than this one: their source is left."""
        self._begun.clear()
        self._track_id = None

    def _keep_what_was_begun(self) -> None:
        self._begun.pop(self._track_id, None)
        if self.is_begun and self._track_id is not None:
            self._begun[self._track_id] = self.text()
