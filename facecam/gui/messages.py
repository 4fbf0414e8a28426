"""Everything the window says, and the dialogs that say or ask it.

Each dialog has one class method ``ask``, the one name a test replaces.
"""

from __future__ import annotations

from PyQt5.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

import facecam
from facecam.engine import EngineState

NO_DISPLAY = (
    "There is no display to open a window on. "
    "'facecam watch --source demo' does the same work without one."
)
UNEXPECTED = "Something went wrong inside Facecam; the details are in the log."
CANCELLED = "Facecam is closing; nothing was changed."

CLICK_A_FACE = "Click a face to give it a name"
NO_FACE_YET = "No face is in the picture yet"

HOLD_STILL = "Hold still a moment…"
NAME_MISSING = "Type a name first."
ENROLLING = "Enrolling…"

GALLERY_EMPTY = "Nobody is enrolled yet.\nClose this window and click a face to give it a name."
NAME_EMPTY = "A name cannot be empty; the old one was kept."
NO_CAMERA_FOUND = "No camera found"
LOOKING_FOR_CAMERAS = "Looking for cameras…"
DEMO = "Demo"

ENDED = "The end was reached."
PLAY_AGAIN = "Play again"
TRY_AGAIN = "Try again"

STATE_WORDS = {
    EngineState.STARTING: "Starting…",
    EngineState.RUNNING: "Running",
    EngineState.RECONNECTING: "Reconnecting…",
    EngineState.ENDED: "Ended",
    EngineState.FAILED: "Failed",
    EngineState.STOPPED: "Stopped",
}

_VIDEOS = "Videos and pictures (*.mp4 *.mkv *.avi *.mov *.webm *.m4v *.mpg *.ogv *.jpg *.png)"


def opening(source: str) -> str:
    """Return what stands in place of the picture before its first frame."""
    return f"Opening {source}…"


def people_known(count: int) -> str:
    """Return how many people the gallery holds, in words."""
    return "1 person known" if count == 1 else f"{count} people known"


def samples(count: int) -> str:
    """Return how many samples a person has, in words."""
    return "1 sample" if count == 1 else f"{count} samples"


def enrolled(name: str, count: int) -> str:
    """Return the confirmation of an enrolment."""
    return f"{name} is enrolled with {samples(count)}"


def adds_to(name: str) -> str:
    """Return the note under a name that is in the gallery already."""
    return f"Adds a sample to {name}."


def nobody_called(text: str) -> str:
    """Return what the gallery shows when its search finds nobody."""
    return f"Nobody's name contains “{text}”."


class ErrorDialog:
    """Says that something failed; there is nothing to choose."""

    @classmethod
    def ask(cls, parent: QWidget | None, text: str) -> None:
        """Show ``text`` until it is dismissed."""
        QMessageBox.critical(parent, "Facecam", text)


class DeleteDialog:
    """Asks before a person is deleted."""

    @classmethod
    def ask(cls, parent: QWidget, name: str, count: int) -> bool:
        """Return True if the person is to be deleted."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Delete a person")
        box.setText(f"Delete {name}?")
        box.setInformativeText(f"This also deletes {samples(count)}, and cannot be undone.")
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec_()
        return box.clickedButton() is delete


class FileDialog:
    """Asks for a video or a picture file to play."""

    @classmethod
    def ask(cls, parent: QWidget) -> str | None:
        """Return the file's path, or None."""
        path, _ = QFileDialog.getOpenFileName(
            parent, "Open a file", "", f"{_VIDEOS};;All files (*)"
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
