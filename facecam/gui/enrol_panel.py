"""The panel beside the picture: who is the face that was clicked, and what is thought of it?"""

from __future__ import annotations

from collections.abc import Iterable

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facecam.engine import EngineState
from facecam.gui import messages
from facecam.gui.asked_face import AskedFace
from facecam.gui.crop_view import CropView
from facecam.gui.name_field import NameField
from facecam.gui.plain_label import PlainLabel
from facecam.gui.scroll_column import ScrollColumn
from facecam.gui.why_text import WhyText
from facecam.gui.wrapped_label import WrappedLabel
from facecam.types import FaceResult, FaceSample

_PANEL_PX = 280
_MARGIN_PX = 16
_TEXT_PX = _PANEL_PX - 2 * _MARGIN_PX - 1
_LOW_PX = 350
"""A panel lower than this has no room for heading and picture."""


class EnrolPanel(QFrame):
    """Shows one face, says what its answer rests on, and asks for its name.

    The sample shown is the sample enrolled: the first that exists once the
    face was clicked. Return pressed before there is one enrols when it comes;
    where none can come any more, the panel says so.

    A name that was begun is there again when the same face is asked about, until
    it is enrolled or Cancel is pressed. When another source is shown, the panel
    stays with the face for which a name was begun.

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
        self._face: AskedFace | None = None
        self._source = EngineState.STARTING
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
        """The track of the face asked about, None while there is none."""
        return self._face.track_id if self._face is not None else None

    def open_for(self, face: FaceResult) -> None:
        """Ask for the name of ``face``; if that is asked for already, nothing is changed."""
        if self.track_id is None or face.track_id != self.track_id:
            self._begin(face)
        self.name_field.setFocus()

    def set_names(self, names: Iterable[str]) -> None:
        """Complete what is typed from the people known."""
        self.name_field.set_names(names)
        self._refresh()

    def follow(self, faces: Iterable[FaceResult]) -> None:
        """Find this face among the newest, for its answer and for the sample still missing."""
        if self._face is not None and self._face.track_id is not None:
            self._face.follow(faces)
            self.why.show_face(self._face.newest)
            self._refresh()
            self._go_on()

    def enter(self, source: EngineState) -> None:
        """Take note of what the source does: whether other pictures of the face may come."""
        self._source = source
        if self._face is not None:
            self._face.source = source
            self._refresh()
            self._go_on()

    def leave_source(self) -> None:
        """Take note that another source is shown from now on."""
        if not self.name_field.is_begun:
            self.finish()
        self.name_field.forget_tracks()
        if self._face is not None:
            self._face.lose_source()
        self.enter(EngineState.STARTING)

    def is_asking_about(self, sample: FaceSample) -> bool:
        """Tell whether the panel is open for this very sample still."""
        return self._face is not None and self._face.sample is sample

    def show_fault(self, text: str) -> None:
        """Say why the enrolment failed; it can be tried again."""
        self._busy = self._return_pressed = False
        self._fault.setText(text)
        self._refresh()

    def leave(self) -> None:
        """Close the panel; nothing is enrolled, and a name begun is kept. Harmless twice."""
        if self._face is not None:
            self._face = None
            self.hide()
            self.closed.emit()

    def finish(self) -> None:
        """Close the panel and forget the name: it is enrolled, or is not to be."""
        self.name_field.forget()
        self.leave()

    def submit(self) -> None:
        """Enrol, or say what is missing."""
        if self._busy or self._face is None:
            return
        if not self.name_field.typed:
            self.show_fault(messages.NAME_MISSING)
            return
        self._return_pressed = True
        self._go_on()
        self._refresh()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave out what is in the live picture as well where there is little room."""
        super().resizeEvent(event)
        for widget in (self._heading, self.crop_view):
            widget.setVisible(self.height() >= _LOW_PX)
        self._scrolled.updateGeometry()
        self._refresh()

    def _begin(self, face: FaceResult) -> None:
        self._face = AskedFace(face, self._source)
        self._return_pressed = self._busy = False
        self._fault.setText("")
        self.name_field.ask(face.track_id, self._face.most_like or "")
        self.why.start_afresh(face)
        self._refresh()
        self.show()

    def _go_on(self) -> None:
        """Do what Return was pressed for, if that can be done by now or never."""
        face = self._face
        if face is None or not self._return_pressed:
            return
        if face.sample is not None:
            self._busy, self._return_pressed = True, False
            self._fault.setText("")
            self._refresh()
            self.enrol_requested.emit(self.name_field.known or self.name_field.typed, face.sample)
        elif not face.may_be_seen_again:
            self.show_fault(face.why_no_sample)

    def _refresh(self) -> None:
        face = self._face
        if face is None:
            return
        if face.sample is not None:
            self.crop_view.show_crop(face.sample.crop)
        else:
            self.crop_view.show_words(face.why_no_sample)
        self.enrol_button.setEnabled(face.sample is not None and not self._busy)
        self.name_field.setReadOnly(self._busy)
        self._fault.setVisible(bool(self.fault))
        self._note.setText("" if self.fault else self._note_for(face))
        self._note.setVisible(bool(self.note))

    def _note_for(self, face: AskedFace) -> str:
        if self._busy:
            return messages.ENROLLING
        if face.sample is None and (self._return_pressed or self.crop_view.isHidden()):
            return face.why_no_sample
        known = self.name_field.known
        return messages.what_enter_does(
            known or self.name_field.typed,
            face.most_like,
            self.why.shorten,
            is_enrolled=known is not None,
            is_sure=face.is_known,
        )

    def _typed(self) -> None:
        self._fault.setText("")
        self._return_pressed = False
        self._refresh()

    def _make_widgets(self) -> None:
        self._heading = PlainLabel("Who is this?")
        self._heading.setObjectName("heading")
        self.crop_view = CropView()
        self.why = WhyText(_TEXT_PX)
        self.name_field = NameField()
        self.name_field.setFixedWidth(_TEXT_PX)
        self.name_field.textEdited.connect(self._typed)
        self.name_field.textChanged.connect(self._refresh)
        self.name_field.returnPressed.connect(self.submit)
        self._note, self._fault = WrappedLabel(_TEXT_PX), WrappedLabel(_TEXT_PX)
        self._note.setObjectName("detail")
        self._fault.setObjectName("fault")
        self.enrol_button = QPushButton("Enrol")
        self.enrol_button.setObjectName("primary")
        self.enrol_button.clicked.connect(self.submit)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.finish)

    def _lay_out(self) -> None:
        self._scrolled = ScrollColumn()
        for widget in (self._heading, self.crop_view, self.why, self.name_field):
            self._scrolled.column.addWidget(widget)
        for label in (self._note, self._fault):
            self._scrolled.column.addWidget(label)
        self._scrolled.column.setContentsMargins(_MARGIN_PX - 1, 0, 0, 0)  # its frame takes one
        self._scrolled.keep_in_view(self._note, self._fault, self.name_field)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        buttons.addWidget(self.enrol_button)
        buttons.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.addWidget(self._scrolled)
        column.addLayout(buttons)
        column.addStretch()
        for layout in (self._scrolled.column, column):
            layout.setSpacing(8)
