"""The people enrolled: find, rename and delete them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QIcon, QKeySequence, QPixmap
from PyQt5.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QShortcut,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facecam.engine import LiveGallery
from facecam.gui import dialogs, messages, style
from facecam.gui.background import deliver
from facecam.gui.banner import Banner, BannerKind
from facecam.gui.fitting import fit_to_screen
from facecam.gui.plain_label import PlainLabel
from facecam.types import Person

T = TypeVar("T")

_THUMBNAIL_PX = 56


class GalleryDialog(QDialog):
    """A list of people with thumbnails; a name is changed where it stands.

    Every change is a request to the gallery's own thread. The list is read
    anew when the answer comes, so it always shows what is really stored.
    """

    def __init__(self, gallery: LiveGallery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("People")
        fit_to_screen(self, QSize(440, 460), least=QSize(300, 240))
        self._gallery = gallery
        self._people: dict[int, Person] = {}
        self._make_widgets()
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """Read the people from the gallery."""
        deliver(self._gallery.people(), self._fill, self._show_fault)

    def delete_selected(self, _checked: bool = False) -> None:
        """Delete the person selected, after asking."""
        person = self._selected()
        if person and dialogs.DeleteDialog.ask(self, person.name, person.samples):
            self._request(self._gallery.delete(person.id))

    def rename_selected(self, _checked: bool = False) -> None:
        """Edit the name of the person selected, in the list."""
        item = self.people_list.currentItem()
        if item is not None:
            self.people_list.editItem(item, 0)

    def _request(self, answer: Future[T]) -> None:
        self.banner.hide()
        deliver(answer, self._changed, self._refused)

    def _changed(self, _outcome: object) -> None:
        self.reload()

    def _refused(self, sentence: str) -> None:
        self._show_fault(sentence)
        self.reload()

    def _show_fault(self, sentence: str) -> None:
        self.banner.show_message(sentence, BannerKind.ERROR)

    def _fill(self, people: list[Person]) -> None:
        before = self._selected()
        self._people = {person.id: person for person in people}
        self.people_list.blockSignals(True)
        self.people_list.clear()
        self.people_list.addTopLevelItems([_item(person) for person in people])
        if before is not None:
            same = [item for item in self._items() if _person_id(item) == before.id]
            self.people_list.setCurrentItem(same[0] if same else None)
        self.people_list.blockSignals(False)
        self._search()

    def _search_anew(self) -> None:
        self._search()
        found = [item for item in self._items() if not item.isHidden()]
        current = self.people_list.currentItem()
        if found:
            self.people_list.scrollToItem(current if current in found else found[0])

    def _search(self) -> None:
        wanted = self.search_field.text().strip()
        found = 0
        for item in self._items():
            item.setHidden(wanted.casefold() not in item.text(0).casefold())
            found += not item.isHidden()
        self.search_field.setVisible(bool(self._people))
        self.empty_label.setText(
            messages.nobody_called(wanted) if self._people else messages.GALLERY_EMPTY
        )
        self._pages.setCurrentWidget(self.people_list if found else self.empty_label)
        self._select()

    def _items(self) -> list[QTreeWidgetItem]:
        count = self.people_list.topLevelItemCount()
        items = [self.people_list.topLevelItem(index) for index in range(count)]
        return [item for item in items if item is not None]

    def _select(self) -> None:
        selected = self._selected() is not None
        self.rename_button.setEnabled(selected)
        self.delete_button.setEnabled(selected)

    def _edited(self, item: QTreeWidgetItem) -> None:
        person = self._people[_person_id(item)]
        name = item.text(0).strip()
        if not name:
            self._refused(messages.NAME_EMPTY)
        elif name != person.name:
            self._request(self._gallery.rename(person.id, name))

    def _selected(self) -> Person | None:
        item = self.people_list.currentItem()
        if item is None or item.isHidden():
            return None
        return self._people.get(_person_id(item))

    def _make_widgets(self) -> None:
        self.banner = Banner()
        self.search_field = QLineEdit()
        self.search_field.setPlaceholderText("Search")
        self.search_field.setClearButtonEnabled(True)
        self.search_field.textChanged.connect(self._search_anew)
        self.empty_label = PlainLabel()
        self.empty_label.setObjectName("detail")
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.people_list = _make_list()
        self.people_list.itemChanged.connect(self._edited)
        self.people_list.itemSelectionChanged.connect(self._select)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.people_list)
        self._pages.addWidget(self.empty_label)
        self.rename_button = _button("Rename", self.rename_selected)
        self.delete_button = _button("Delete…", self.delete_selected)
        self.close_button = _button("Close", self.accept)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.people_list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_selected)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.rename_button)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(self.search_field)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)


def _button(text: str, clicked: Callable[..., None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)  # Return ends the editing of a name, and nothing else
    button.clicked.connect(clicked)
    return button


def _make_list() -> QTreeWidget:
    people = QTreeWidget()
    people.setColumnCount(2)
    people.setHeaderLabels(["Name", "Stored"])
    people.setRootIsDecorated(False)
    people.setUniformRowHeights(True)
    people.setAllColumnsShowFocus(True)
    people.setIconSize(QSize(_THUMBNAIL_PX, _THUMBNAIL_PX))
    triggers = QAbstractItemView.EditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
    people.setEditTriggers(triggers | QAbstractItemView.EditTrigger.EditKeyPressed)
    people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = people.header()
    if header is not None:
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return people


class _Item(QTreeWidgetItem):
    """A row whose name can be edited, but not its count."""

    def setData(self, column: int, role: int, value: object) -> None:
        """Take an edit of the name only."""
        if column == 0 or role != Qt.ItemDataRole.EditRole:
            super().setData(column, role, value)


def _person_id(item: QTreeWidgetItem) -> int:
    person_id: int = item.data(0, Qt.ItemDataRole.UserRole)
    return person_id


def _item(person: Person) -> QTreeWidgetItem:
    item = _Item()
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setData(0, Qt.ItemDataRole.DisplayRole, person.name)
    item.setData(0, Qt.ItemDataRole.UserRole, person.id)
    item.setSizeHint(0, QSize(0, _THUMBNAIL_PX + 8))
    item.setData(1, Qt.ItemDataRole.DisplayRole, messages.samples(person.samples))
    if person.thumbnail is not None:
        item.setIcon(0, QIcon(QPixmap.fromImage(style.to_qimage(person.thumbnail))))
    return item
