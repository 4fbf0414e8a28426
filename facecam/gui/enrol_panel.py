"""The panel beside the picture: who is the face that was clicked, and what is thought of it?"""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facecam.gui import messages
from facecam.gui.crop_view import CropView
from facecam.gui.why_text import WhyText
from facecam.types import NOT_JUDGED, Decision, FaceResult, FaceSample, Match

_PANEL_PX = 280
_MARGIN_PX = 16
_LOW_PX = 350
"""A panel lower than this has no room for heading and picture."""
_LONGEST_NAME = 200


class EnrolPanel(QFrame):
    """Shows one face, says what its answer rests on, and asks for its name.

    The sample shown is the sample enrolled: the first that exists once the
    face was clicked. Return pressed before there is one enrols when it comes.

    Signals:
        enrol_requested: with the name and the FaceSample.
        closed: the panel was left, with or without an enrolment.
    """

    enrol_requested = pyqtSignal(str, object)
    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enrol_panel")
        self.setFixedWidth(_PANEL_PX)
        self._names: dict[str, str] = {}
        self._track_id: int | None = None
        self._match: Match = NOT_JUDGED
        self._sample: FaceSample | None = None
        self._return_pressed = False
        self._busy = False
        self._make_widgets()
        self._lay_out()
        self.hide()

    @property
    def fault(self) -> str:
        """The error shown in the panel, or an empty text."""
        return self._fault.text()

    @property
    def note(self) -> str:
        """The note under the name: what is waited for, or what Enter will do."""
        return self._note.text()

    @property
    def track_id(self) -> int | None:
        """The track of the face asked about, None while the panel is closed."""
        return self._track_id if self.isVisible() else None

    def open_for(self, face: FaceResult, names: Iterable[str]) -> None:
        """Ask for the name of ``face``.

        Args:
            face: the face that was clicked.
            names: the people known, to complete what is typed.
        """
        self._names = {name.casefold(): name for name in names}
        self._track_id = face.track_id
        self._match = face.match
        self._sample = None
        self._return_pressed = False
        self._busy = False
        self._complete_from(sorted(self._names.values(), key=str.casefold))
        self._fault.setText("")
        self.name_field.setText(_most_like(face.match) or "")
        self.name_field.end(False)
        self.name_field.home(True)  # selected, and a long name is seen from its beginning
        self.why.start_afresh(face.match)
        self._take(face.sample)
        self.show()
        self.name_field.setFocus()

    def follow(self, faces: Iterable[FaceResult]) -> None:
        """Look among the newest faces for this one's answer, and for the sample still missing."""
        if self.track_id is None:
            return
        for face in faces:
            if face.track_id == self._track_id:
                self._look_at(face)

    def is_asking_about(self, sample: FaceSample) -> bool:
        """Tell whether the panel is open for this very sample still."""
        return self.isVisible() and self._sample is sample

    def show_fault(self, text: str) -> None:
        """Say why the enrolment failed; it can be tried again."""
        self._busy = False
        self._fault.setText(text)
        self._refresh()

    def leave(self) -> None:
        """Close the panel; nothing is enrolled. Harmless twice."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def submit(self) -> None:
        """Enrol, or say what is missing."""
        name = self.name_field.text().strip()
        if self._busy:
            return
        if not name:
            self.show_fault(messages.NAME_MISSING)
        elif self._sample is None:
            self._return_pressed = True
            self._refresh()
        else:
            self._busy = True
            self._fault.setText("")
            self._refresh()
            self.enrol_requested.emit(self._names.get(name.casefold(), name), self._sample)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave out what is in the live picture as well where there is little room."""
        super().resizeEvent(event)
        for widget in (self._heading, self.crop_view):
            widget.setVisible(self.height() >= _LOW_PX)

    def _look_at(self, face: FaceResult) -> None:
        if face.match != self._match:
            self._match = face.match
            self.why.show_match(face.match)
            self._refresh()
        if self._sample is None:
            self._take(face.sample)

    def _take(self, sample: FaceSample | None) -> None:
        self._sample = sample
        self.crop_view.show_crop(None if sample is None else sample.crop)
        self._refresh()
        if sample is not None and self._return_pressed:
            self._return_pressed = False
            self.submit()

    def _refresh(self) -> None:
        self.enrol_button.setEnabled(self._sample is not None and not self._busy)
        self.name_field.setReadOnly(self._busy)
        self._fault.setVisible(bool(self._fault.text()))
        self._note.setText("" if self.fault else self._note_text())
        self._note.setVisible(bool(self.note))

    def _note_text(self) -> str:
        if self._busy:
            return messages.ENROLLING
        if self._return_pressed:
            return messages.HOLD_STILL
        typed, like = self.name_field.text().strip(), _most_like(self._match)
        known = self._names.get(typed.casefold())
        name = self.why.shorten(known or typed)
        if typed and like is not None and like.casefold() != typed.casefold():
            is_sure = self._match.decision is Decision.KNOWN
            likeness = messages.looks_like(self.why.shorten(like), is_sure)
            return (messages.adds_instead if known else messages.makes_new)(likeness, name)
        return messages.adds_to(name) if known else ""

    def _typed(self) -> None:
        self._fault.setText("")
        self._return_pressed = False
        self._refresh()

    def _complete_from(self, names: list[str]) -> None:
        completer = QCompleter(names, self.name_field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name_field.setCompleter(completer)

    def _make_widgets(self) -> None:
        self.crop_view = CropView()
        self.why = WhyText(_PANEL_PX - 2 * _MARGIN_PX - 1)
        self.name_field = QLineEdit()
        self.name_field.setPlaceholderText("Name")
        self.name_field.setAccessibleName("Name")
        self.name_field.setMaxLength(_LONGEST_NAME)
        self.name_field.textEdited.connect(self._typed)
        self.name_field.textChanged.connect(self._refresh)
        self.name_field.returnPressed.connect(self.submit)
        self._note = QLabel()
        self._note.setObjectName("detail")
        self._fault = QLabel()
        self._fault.setObjectName("fault")
        for label in (self._note, self._fault):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.enrol_button = QPushButton("Enrol")
        self.enrol_button.setObjectName("primary")
        self.enrol_button.clicked.connect(self.submit)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.leave)

    def _lay_out(self) -> None:
        self._heading = QLabel("Who is this?")
        self._heading.setObjectName("heading")
        buttons = QHBoxLayout()
        buttons.addWidget(self.enrol_button)
        buttons.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 14, _MARGIN_PX, 14)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self.crop_view, 1)
        column.addWidget(self.why)
        column.addWidget(self.name_field)
        column.addWidget(self._note)
        column.addWidget(self._fault)
        column.addLayout(buttons)
        column.addStretch()


def _most_like(match: Match) -> str | None:
    """Return who a face is or may be."""
    if match.decision is Decision.UNSURE and match.evidence is not None:
        return match.evidence.name
    return match.name
