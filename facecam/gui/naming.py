"""From the face that was chosen to its name in the gallery."""

from __future__ import annotations

from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from facecam.engine import LiveGallery
from facecam.gui import messages
from facecam.gui.background import deliver
from facecam.gui.enrol_panel import EnrolPanel
from facecam.gui.session import Session
from facecam.gui.video_view import VideoView
from facecam.overlay import FaceMark
from facecam.types import FaceSample, Person


class Naming(QObject):
    """Lets the user choose a face in the view, asks for its name in the panel, and stores it.

    Args:
        session: the engine shown says why there may be no face to choose.
        view: where faces are clicked.
        panel: where names are typed.
        gallery: where they are stored.

    Signals:
        refused: an enrolment failed whose face is no longer asked about, with a sentence.
    """

    refused = pyqtSignal(str)

    def __init__(
        self, session: Session, view: VideoView, panel: EnrolPanel, gallery: LiveGallery
    ) -> None:
        super().__init__(session)
        self._session = session
        self._view = view
        self._panel = panel
        self._gallery = gallery
        view.face_clicked.connect(self._ask)
        view.face_wanted.connect(self.ask_next)
        view.empty_clicked.connect(self._hint)
        panel.enrol_requested.connect(self._enrol)
        panel.closed.connect(self._panel_closed)

    def ask_next(self) -> None:
        """Ask for the name of the largest face, or of the next after the one asked about."""
        marks = self._view.marks
        if not marks:
            self._hint()
            return
        tracks = [mark.track_id for mark in marks]
        asked = self._panel.track_id
        following = tracks.index(asked) + 1 if asked in tracks else 0
        self._ask(marks[following % len(marks)])

    def _ask(self, mark: FaceMark) -> None:
        self._panel.open_for(mark.face)
        self._view.choose(mark.track_id)

    def _hint(self) -> None:
        engine = self._session.engine
        no_face = messages.no_face(engine.status() if engine is not None else None)
        self._view.show_hint(messages.CLICK_A_FACE if self._view.marks else no_face)

    def _panel_closed(self) -> None:
        self._view.choose(None)
        self._view.setFocus()

    def _enrol(self, name: str, sample: FaceSample) -> None:
        deliver(
            self._gallery.enrol(name, [sample]),
            partial(self._enrolled, sample),
            partial(self._not_enrolled, sample),
        )

    def _enrolled(self, sample: FaceSample, person: Person) -> None:
        if self._panel.is_asking_about(sample):
            self._panel.finish()
        self._view.show_hint(messages.enrolled(person.name, person.samples))

    def _not_enrolled(self, sample: FaceSample, sentence: str) -> None:
        if self._panel.is_asking_about(sample):
            self._panel.show_fault(sentence)
        else:
            self.refused.emit(sentence)
