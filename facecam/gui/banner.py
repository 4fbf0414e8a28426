"""A message above the picture, with a close button and sometimes something to do."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from facecam.gui import style
from facecam.gui.plain_label import PlainLabel


class BannerKind(Enum):
    """How grave a message is; the style sheet colours it."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Banner(QFrame):
    """One message at a time; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._on_action: Callable[[], None] | None = None
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self.action_button = QPushButton()
        self.action_button.clicked.connect(self._act)
        self.close_button = QToolButton()
        self.close_button.setIcon(style.icon("close"))
        self.close_button.setToolTip("Close this message")
        self.close_button.setAccessibleName("Close this message")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.addWidget(self._label, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        self.hide()

    @property
    def text(self) -> str:
        """The message last shown."""
        return self._label.text()

    def show_message(
        self,
        text: str,
        kind: BannerKind = BannerKind.INFO,
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show a message in place of the one before.

        Args:
            text: one or two sentences.
            kind: how grave it is.
            action: a button's words and what a click on it does, or None.
        """
        self._label.setText(text)
        self._on_action = action[1] if action else None
        self.action_button.setText(action[0] if action else "")
        self.action_button.setVisible(action is not None)
        self._colour(kind)
        self.show()

    def _colour(self, kind: BannerKind) -> None:
        self.setProperty("kind", kind.value)
        for widget in (self, *self.findChildren(QWidget)):
            style = widget.style()
            if style is not None:
                style.unpolish(widget)
                style.polish(widget)

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()
