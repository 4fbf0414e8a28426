"""The window on a fake engine, in a process of its own, which writes down what is done in it.

    python -m tests.gui.stage FILE

Two people are in the picture. Each action done is a line of FILE.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PyQt5.QtWidgets import QAction

from facecam.gui import dialogs
from facecam.gui.app import make_application
from facecam.gui.window import MainWindow
from facecam.settings import Settings
from tests.gui.fake_engine import Studio, known


def main(notes: Path) -> int:
    application = make_application()
    studio = Studio()
    window = MainWindow(studio.open_engine, studio.gallery, "0", Settings())
    window.closed.connect(application.quit)

    def note(what: str) -> None:
        with notes.open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")

    def note_when_done(action: QAction) -> None:
        action.triggered.connect(lambda: note(action.text()))

    def show_two_people() -> None:
        ann, zoe = known("Ann"), known("Zoë", box=(200, 60, 280, 160), track_id=2)
        studio.engines[-1].show(ann, zoe)

    for action in window.actions():
        note_when_done(action)
    for dialog in (dialogs.FileDialog, dialogs.AddressDialog):
        setattr(dialog, "ask", lambda _parent: None)  # noqa: B010 - mypy refuses the assignment
    window.session.opened.connect(show_two_people)
    window.presenter.painted.connect(lambda _: note("painted"))
    window.show()
    return application.exec_()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
