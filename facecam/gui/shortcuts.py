"""A window's shortcuts, which go before what an editor would do with the same keys."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import QLineEdit, QWidget


class ShortcutsFirst(QObject):
    """Keeps a window's editors from taking the keys of its actions for themselves.

    Qt first asks whoever has the keyboard whether it wants a key, and on X11 a
    line edit wants Ctrl+E for "end of line". Here it declines every key that
    belongs to an action of the window.

    Args:
        window: its actions count, and all line edits that it holds by now.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        for editor in window.findChildren(QLineEdit):
            editor.installEventFilter(self)

    def eventFilter(self, _editor: QObject | None, event: QEvent | None) -> bool:
        """Decline a key for the editor if it is an action's."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        keys = QKeySequence(event.key() | int(event.modifiers()))
        if not any(keys in action.shortcuts() for action in self._window.actions()):
            return False
        event.ignore()
        return True
