"""A name is no markup, wherever in the window it stands."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from facecam.gui import dialogs
from facecam.gui.gallery_dialog import GalleryDialog
from facecam.gui.plain_label import PlainLabel
from tests.fakes.gallery import FakeGallery
from tests.gui.fake_engine import Studio, known

NAME = "<i>Zoë</i>"


@pytest.fixture
def studio() -> Studio:
    made = Studio()
    made.gallery = FakeGallery(NAME)
    return made


@pytest.fixture
def boxes(monkeypatch) -> list[QMessageBox]:
    """The messages that were shown; each is answered at once."""
    shown: list[QMessageBox] = []

    def answer(box: QMessageBox) -> None:
        shown.append(box)

    monkeypatch.setattr(QMessageBox, "exec_", answer)
    return shown


def labels_that_take_markup() -> list[QLabel]:
    return [
        widget
        for widget in QApplication.allWidgets()
        if isinstance(widget, QLabel)
        and widget.textFormat() != Qt.TextFormat.PlainText
        and "<" in widget.text()
    ]


def tips() -> list[str]:
    return [widget.toolTip() for widget in QApplication.allWidgets()]


def test_wherever_the_window_names_somebody_the_name_is_no_markup(qtbot, open_window, studio):
    window = open_window(source=NAME)
    studio.engines[0].show(known(NAME))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    presenter = window.presenter
    qtbot.waitUntil(lambda: presenter.shown is not None and len(presenter.shown.marks) == 1)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: NAME in window.panel.why.text)
    window.notice.show_message(NAME)
    window.trouble.show_failure(NAME)
    qtbot.waitUntil(lambda: NAME in window.status.state_label.text())
    dialog = GalleryDialog(studio.gallery, window)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.people_list.topLevelItemCount() == 1)
    dialog.search_field.setText(f"{NAME} is not there")
    assert NAME in dialog.empty_label.text()
    assert labels_that_take_markup() == []
    assert not [tip for tip in tips() if "<i>" in tip]
    dialog.close()


def test_dialogs_take_no_name_for_markup(qtbot, boxes):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs.ErrorDialog.ask(None, NAME)
    dialogs.DeleteDialog.ask(parent, NAME, 3)
    assert len(boxes) == 2
    assert all(NAME in box.text() for box in boxes)
    assert labels_that_take_markup() == []


def test_labels_that_would_take_it_for_markup_are_found(qtbot):
    label = QLabel(NAME)
    qtbot.addWidget(label)
    assert labels_that_take_markup() == [label]


@pytest.mark.parametrize("tip", ["What it is", "two\nlines", ""])
def test_an_ordinary_tip_stays_as_it_is(qtbot, tip):
    label = PlainLabel()
    qtbot.addWidget(label)
    label.setToolTip(tip)
    assert label.toolTip() == tip
