"""Everything the window says, and the dialogs that say or ask it.

Each dialog has one class method ``ask``, the one name a test replaces.
"""

from __future__ import annotations

from PyQt5.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

import facecam
from facecam.bidi import isolate
from facecam.engine import EngineState
from facecam.settings import Settings
from facecam.track.pace import STEPS

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

STRANGERS_HEADING = "How many strangers may be given a name?"
STRANGERS_COST = "Fewer also means naming your own people less often."

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


def state_of(state: EngineState, source: str) -> str:
    """Return what the status line says of the source that is shown."""
    return f"{STATE_WORDS[state]} · {isolate(source)}"


def opening(source: str) -> str:
    """Return what stands in place of the picture before its first frame."""
    return f"Opening {isolate(source)}…"


def rates(shown_fps: float, searched_fps: float) -> str:
    """Return how fast pictures are shown and looked at, in words."""
    return f"{shown_fps:.0f} fps shown · {searched_fps:.0f} fps searched for faces"


def people_known(count: int) -> str:
    """Return how many people the gallery holds, in words."""
    return "1 person known" if count == 1 else f"{count} people known"


def samples(count: int) -> str:
    """Return how many samples a person has, in words."""
    return "1 sample" if count == 1 else f"{count} samples"


def enrolled(name: str, count: int) -> str:
    """Return the confirmation of an enrolment."""
    return f"{isolate(name)} is enrolled with {samples(count)}"


def adds_to(name: str) -> str:
    """Return the note under a name that is in the gallery already."""
    return f"Adds a sample to {isolate(name)}."


def looks_like(name: str, is_sure: bool) -> str:
    """Return the beginning of a note: whom a face is like that is to get another name."""
    return f"This face {'looks like' if is_sure else 'may be'} {isolate(name)}."


def adds_instead(likeness: str, name: str) -> str:
    """Return the note under the name of somebody enrolled whom the face is not like."""
    return f"{likeness} Enter adds it to {isolate(name)}."


def makes_new(likeness: str, name: str) -> str:
    """Return the note under a new name for a face that is like somebody enrolled."""
    return f"{likeness} Enter makes {isolate(name)} a new person."


def one_stranger_in(strangers: int) -> str:
    """Return a choice of how many strangers may be named."""
    usual = " (usual)" if strangers == Settings.model_fields["one_stranger_in"].default else ""
    return f"1 in {strangers:,}{usual}"


def slowed(step: int) -> str:
    """Return what is left out at a step of the pace, in a few words; nothing at full work."""
    pace, full = STEPS[step], STEPS[0]
    if pace.embedding_rest_s > full.embedding_rest_s:
        return "Slowed: checking names less often"
    if pace.coarseness > full.coarseness:
        return "Slowed: finding only larger faces"
    if pace.key_interval_s > full.key_interval_s:
        return "Slowed: looking for new faces less often"
    return ""


def slowed_details(step: int) -> str:
    """Return all that is left out at a step of the pace, a line each."""
    pace, full = STEPS[step], STEPS[0]
    lines = ["This computer is slower than the camera now. So that the picture keeps up:"]
    if pace.key_interval_s > full.key_interval_s:
        often = f"every {pace.key_interval_s:g} s, not every {full.key_interval_s:g} s"
        lines.append(f"• New faces are looked for {often}.")
    if pace.coarseness > full.coarseness:
        lines.append(f"• The smallest faces found are {pace.coarseness:g} times as large.")
    if pace.embedding_rest_s > full.embedding_rest_s:
        lines.append(f"• Names are checked every {pace.embedding_rest_s:g} s at most.")
    lines.append("Faces that were found are followed all the same.")
    return "\n".join(lines)


def nobody_called(text: str) -> str:
    """Return what the gallery shows when its search finds nobody."""
    return f"Nobody's name contains “{isolate(text)}”."


def delete(name: str) -> str:
    """Return the question whether a person is to be deleted."""
    return f"Delete {isolate(name)}?"


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
        box.setText(delete(name))
        box.setInformativeText(f"This also deletes {samples(count)}, and cannot be undone.")
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
