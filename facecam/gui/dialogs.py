"""The dialogs that say or ask something before anything else goes on.

Each has one class method ``ask``, the one name a test replaces.
"""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

import facecam
from facecam.gui import messages
from facecam.picture.formats import SUFFIXES

_VIDEO_SUFFIXES = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".ogv", ".ts", ".webm")
_PLAYABLE = " ".join(f"*{suffix}" for suffix in (*_VIDEO_SUFFIXES, *sorted(SUFFIXES)))


class ErrorDialog:
    """Says that something failed; there is nothing to choose."""

    @classmethod
    def ask(cls, parent: QWidget | None, text: str) -> None:
        """Show ``text`` until it is dismissed."""
        _plain_box(parent, QMessageBox.Icon.Critical, "Facecam", text).exec_()


class DeleteDialog:
    """Asks before a person is deleted."""

    @classmethod
    def ask(cls, parent: QWidget, name: str, count: int) -> bool:
        """Return True if the person is to be deleted."""
        question = messages.delete(name)
        box = _plain_box(parent, QMessageBox.Icon.Warning, "Delete a person", question)
        box.setInformativeText(messages.also_deletes(count))
        button = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec_()
        return box.clickedButton() is button


class FileDialog:
    """Asks for a video or a picture file to play."""

    @classmethod
    def ask(cls, parent: QWidget) -> str | None:
        """Return the file's path, or None."""
        path, _ = QFileDialog.getOpenFileName(
            parent, "Open a file", "", f"Videos and pictures ({_PLAYABLE});;All files (*)"
        )
        return path or None


class AddressDialog:
    """Asks for the address of a network camera."""

    @classmethod
    def ask(cls, parent: QWidget) -> str | None:
        """Return the address, or None."""
        text, accepted = QInputDialog.getText(
            parent, "Open an address", "Address of the stream (rtsp://, http:// or https://):"
        )
        return text.strip() or None if accepted else None


class AboutDialog:
    """Says what this program is."""

    @classmethod
    def ask(cls, parent: QWidget) -> None:
        """Show it until it is dismissed."""
        QMessageBox.about(
            parent,
            "About Facecam",
            f"<h3>Facecam {facecam.__version__}</h3>"
            "<p>Recognises faces in a live camera picture, on this computer only: "
            "no picture and no name leaves it.</p>"
            "<p>Faces are found by MTCNN and told apart by FaceNet.</p>"
            "<p>Free software under the GNU General Public License, version 3 or later.</p>",
        )


def _plain_box(
    parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str
) -> QMessageBox:
    """Return a message whose text is shown as it is: a name is no markup."""
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
