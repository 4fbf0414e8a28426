"""The panel beside the picture: who is the face that was clicked?"""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import Qt, pyqtSignal
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
from facecam.types import FaceResult, FaceSample

_PANEL_PX = 220
_LONGEST_NAME = 200


class EnrolPanel(QFrame):
    """Shows one face and asks for its name.

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

    def open_for(self, face: FaceResult, names: Iterable[str]) -> None:
        """Ask for the name of ``face``.

        Args:
            face: the face that was clicked.
            names: the people known, to complete what is typed.
        """
        self._names = {name.casefold(): name for name in names}
        self._track_id = face.track_id
        self._sample = None
        self._return_pressed = False
        self._busy = False
        self._complete_from(sorted(self._names.values(), key=str.casefold))
        self._fault.setText("")
        self.name_field.setText(face.match.name or "")
        self.name_field.selectAll()
        self._take(face.sample)
        self.show()
        self.name_field.setFocus()

    def follow(self, faces: Iterable[FaceResult]) -> None:
        """Look for the sample still missing among the newest faces."""
        if self._sample is not None or self._track_id is None or not self.isVisible():
            return
        for face in faces:
            if face.track_id == self._track_id:
                self._take(face.sample)

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
        self._note.setText(self._note_text())

    def _note_text(self) -> str:
        if self._busy:
            return messages.ENROLLING
        if self._return_pressed:
            return messages.HOLD_STILL
        known = self._names.get(self.name_field.text().strip().casefold())
        return messages.adds_to(known) if known else ""

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
        heading = QLabel("Who is this?")
        heading.setObjectName("heading")
        buttons = QHBoxLayout()
        buttons.addWidget(self.enrol_button)
        buttons.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(self.crop_view, 1)
        column.addWidget(self.name_field)
        column.addWidget(self._note)
        column.addWidget(self._fault)
        column.addLayout(buttons)
        column.addStretch()
