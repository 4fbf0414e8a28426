"""The list of people: find, rename, delete; what is shown is what is stored."""

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLineEdit

from facecam.gui import dialogs, messages, style
from facecam.gui.gallery_dialog import GalleryDialog
from tests.fakes.gallery import FakeGallery


@pytest.fixture
def gallery() -> FakeGallery:
    return FakeGallery("Zoë", "Ann", "Bob", "Ann")


@pytest.fixture
def open_dialog(qtbot):
    def open_it(gallery) -> GalleryDialog:
        dialog = GalleryDialog(gallery)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_it


@pytest.fixture
def dialog(qtbot, open_dialog, gallery) -> GalleryDialog:
    opened = open_dialog(gallery)
    qtbot.waitUntil(lambda: len(names(opened)) == 3)
    return opened


def rows(dialog):
    return [
        dialog.people_list.topLevelItem(i) for i in range(dialog.people_list.topLevelItemCount())
    ]


def names(dialog):
    return [row.text(0) for row in rows(dialog) if not row.isHidden()]


def select(dialog, name):
    dialog.people_list.setCurrentItem(next(row for row in rows(dialog) if row.text(0) == name))


def answer(monkeypatch, yes):
    monkeypatch.setattr(dialogs.DeleteDialog, "ask", lambda *_: yes)


def rename(qtbot, dialog, old, new):
    select(dialog, old)
    qtbot.mouseClick(dialog.rename_button, Qt.MouseButton.LeftButton)
    editor = dialog.people_list.findChild(QLineEdit)
    editor.setText(new)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_people_are_listed_by_name_with_their_samples(dialog):
    assert names(dialog) == ["Ann", "Bob", "Zoë"]
    assert [row.text(1) for row in rows(dialog)] == ["2 samples", "1 sample", "1 sample"]


def test_the_search_narrows_the_list(qtbot, dialog):
    qtbot.keyClicks(dialog.search_field, "B")
    assert names(dialog) == ["Bob"]
    qtbot.keyClicks(dialog.search_field, "xx")
    assert dialog.empty_label.isVisible()
    assert dialog.empty_label.text() == messages.nobody_called("Bxx")


def test_every_control_is_reached_with_tab_and_is_seen_to_have_the_keyboard(qtbot, qapp, dialog):
    qapp.setStyleSheet(style.sheet())
    select(dialog, "Bob")
    dialog.search_field.setFocus()
    buttons = [dialog.rename_button, dialog.delete_button, dialog.close_button]
    for control in [dialog.search_field, dialog.people_list, *buttons]:
        assert dialog.focusWidget() is control
        with_it = control.grab().toImage()
        qtbot.keyClick(control, Qt.Key.Key_Tab)
        assert control.grab().toImage() != with_it
    assert dialog.focusWidget() is dialog.search_field


@pytest.fixture
def long_list(qtbot, open_dialog) -> GalleryDialog:
    """A dialog with more people than it has room for, scrolled to the last."""
    dialog = open_dialog(FakeGallery(*(f"Person {number:03}" for number in range(60))))
    qtbot.waitUntil(lambda: len(names(dialog)) == 60)
    dialog.people_list.scrollToBottom()
    return dialog


def is_in_view(dialog, name):
    row = next(row for row in rows(dialog) if row.text(0) == name)
    place = dialog.people_list.visualItemRect(row)
    return dialog.people_list.viewport().rect().contains(place.center())


def test_a_search_shows_its_first_find_wherever_the_list_was(qtbot, long_list):
    assert not is_in_view(long_list, "Person 010")
    qtbot.keyClicks(long_list.search_field, "0")
    assert is_in_view(long_list, "Person 000")
    qtbot.keyClicks(long_list.search_field, "1")
    assert is_in_view(long_list, "Person 001")


def test_the_person_selected_is_in_view_again_when_the_search_is_over(qtbot, long_list):
    select(long_list, "Person 050")
    qtbot.keyClicks(long_list.search_field, "05")
    long_list.search_field.clear()
    assert is_in_view(long_list, "Person 050")


def test_an_empty_gallery_says_how_to_begin(qtbot, open_dialog):
    dialog = open_dialog(FakeGallery())
    qtbot.waitUntil(dialog.empty_label.isVisible)
    assert dialog.empty_label.text() == messages.GALLERY_EMPTY
    assert not dialog.delete_button.isEnabled()


def test_a_name_is_changed_where_it_stands(qtbot, dialog, gallery):
    rename(qtbot, dialog, "Bob", "Робер")
    qtbot.waitUntil(lambda: names(dialog) == ["Ann", "Zoë", "Робер"])
    assert "Робер" in gallery.names
    assert dialog.isVisible()


def test_a_name_can_be_changed_with_the_keyboard_alone(qtbot, dialog, gallery):
    select(dialog, "Bob")
    dialog.people_list.setFocus()
    qtbot.keyClick(dialog.people_list, Qt.Key.Key_F2)
    editor = dialog.people_list.findChild(QLineEdit)
    editor.setText("Rob")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Rob" in gallery.names)


@pytest.mark.parametrize(
    ("new", "said"),
    [("Ann", "There is already someone called Ann"), ("  ", messages.NAME_EMPTY)],
)
def test_a_name_that_is_refused_goes_back_to_the_old_one(qtbot, dialog, gallery, new, said):
    rename(qtbot, dialog, "Bob", new)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert said in dialog.banner.text
    qtbot.waitUntil(lambda: names(dialog) == ["Ann", "Bob", "Zoë"])
    assert sorted(gallery.names) == ["Ann", "Bob", "Zoë"]


def test_deleting_asks_first(qtbot, dialog, gallery, monkeypatch):
    answer(monkeypatch, yes=False)
    select(dialog, "Bob")
    qtbot.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    assert "Bob" in gallery.names
    answer(monkeypatch, yes=True)
    dialog.people_list.setFocus()
    qtbot.keyClick(dialog.people_list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(dialog) == ["Ann", "Zoë"])
    assert "Bob" not in gallery.names


def test_an_answer_after_the_dialog_is_gone_harms_nobody(qtbot, gallery, monkeypatch):
    gallery.holds = True
    dialog = GalleryDialog(gallery)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.deleteLater()
    with qtbot.captureExceptions() as bugs:
        gallery.let_go()
        qtbot.wait(1)
    assert bugs == []
