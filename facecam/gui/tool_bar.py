"""The row of buttons at the top; each is an action with a keyboard shortcut."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QKeySequence, QResizeEvent
from PyQt5.QtWidgets import QAction, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from facecam.gui import style
from facecam.gui.source_menu import SourceMenu
from facecam.gui.strangers_menu import StrangersMenu
from facecam.settings import Settings

_NARROW_PX = 560


class ToolBar(QToolBar):
    """Holds the program's actions; the window connects them.

    Where there is little room, icons stand without their words.

    Attributes:
        source_menu: the sources to choose from.
        strangers_menu: how many strangers may be given a name.
        people, mirror, landmarks, full_screen, enrol, about, quit: the actions.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tools", parent)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(20, 20))
        self._worded: list[QToolButton] = []
        self.source_menu = SourceMenu(self)
        self.strangers_menu = StrangersMenu(self)
        self.people = self._action("People…", "people", "Ctrl+P", "People enrolled")
        self.mirror = self._action("Mirror", "mirror", "Ctrl+M", "Show like a mirror", True)
        self.landmarks = self._action(
            "Landmarks", "landmarks", "Ctrl+T", "Show eyes, nose and mouth", True
        )
        self.full_screen = self._action("Full screen", "fullscreen", "F11", "Full screen", True)
        self.enrol = self._action(
            "Name a face", None, "Ctrl+E", "Name the largest face; again, the next"
        )
        self.about = self._action("About Facecam", None, None, "About Facecam")
        self.quit = self._action("Quit", None, "Ctrl+Q", "Quit")
        self._fill()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds at the start; to be called before anything is connected."""
        self.mirror.setChecked(settings.mirror)
        self.landmarks.setChecked(settings.show_landmarks)
        self.strangers_menu.set_chosen(settings.one_stranger_in)

    def actions_of_window(self) -> list[QAction]:
        """Return the actions whose shortcuts work with this bar hidden, too."""
        own = [self.people, self.mirror, self.landmarks, self.full_screen, self.enrol, self.quit]
        menu = self.source_menu
        return [*own, menu.file_action, menu.address_action, menu.demo_action]

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave the words out, or put them back."""
        super().resizeEvent(event)
        for button in self._worded:
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonIconOnly
                if self.width() < _NARROW_PX
                else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            )

    def _action(
        self, text: str, icon: str | None, keys: str | None, tip: str, checkable: bool = False
    ) -> QAction:
        action = QAction(text, self)
        action.setCheckable(checkable)
        if icon:
            action.setIcon(style.icon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        return action

    def _fill(self) -> None:
        more = QMenu(self)
        more.addActions([self.enrol, self.full_screen])
        more.addSeparator()
        more.addActions([self.about, self.quit])
        source = _menu_button("Source", "camera", "What to look at", self.source_menu)
        strictness = _menu_button(
            "Strictness", "strictness", "How sure to be before a name is given", self.strangers_menu
        )
        self.addWidget(source)
        self.addAction(self.people)
        self.addWidget(strictness)
        people = self.widgetForAction(self.people)
        self._worded = [
            button for button in (source, people, strictness) if isinstance(button, QToolButton)
        ]
        self.addSeparator()
        self.addActions([self.mirror, self.landmarks, self.full_screen])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        space.setStyleSheet("background: transparent")
        self.addWidget(space)
        self.addWidget(_menu_button("", "menu", "More", more))
        for action in self.actions():
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):  # not by a click: who types goes on typing
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _menu_button(text: str, icon: str, tip: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setIcon(style.icon(icon))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    return button
