"""The main window: the live picture, its tools, and the panel that names a face."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QKeySequence
from PyQt5.QtWidgets import QHBoxLayout, QMainWindow, QShortcut, QVBoxLayout, QWidget

from facecam.address import shown_source
from facecam.capture import is_camera
from facecam.engine import EngineState, LiveEngine, LiveGallery
from facecam.gui import messages, style
from facecam.gui.background import deliver
from facecam.gui.banner import Banner, Kind
from facecam.gui.enrol_panel import EnrolPanel
from facecam.gui.gallery_dialog import GalleryDialog
from facecam.gui.preferences import Preferences
from facecam.gui.presenter import Presenter
from facecam.gui.session import Session
from facecam.gui.shortcuts import ShortcutsFirst
from facecam.gui.status_bar import StatusBar
from facecam.gui.tool_bar import ToolBar
from facecam.gui.trouble_banner import TroubleBanner
from facecam.gui.video_view import VideoView
from facecam.overlay import FaceMark
from facecam.settings import Settings
from facecam.types import FaceSample, Person

_STATUS_EVERY_MS = 1000
_LONGEST_CLOSE_MS = 1800


class MainWindow(QMainWindow):
    """Shows what the session's engine sees and sends it what the user asks.

    Closing is staged: the window hides at once, the engine is stopped off the
    GUI thread, and ``closed`` says when that is done or has taken too long.

    Signals:
        closed: the window is gone and nothing runs any more; once only.
    """

    closed = pyqtSignal()

    def __init__(
        self,
        open_engine: Callable[[str], LiveEngine],
        gallery: LiveGallery,
        source: str,
        settings: Settings,
        notice: str | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Facecam")
        self.setWindowIcon(style.icon("facecam"))
        self.setMinimumSize(480, 360)
        self.resize(1080, 720)
        self.preferences = Preferences(settings, self)
        self._gallery = gallery
        self._frame_seq = 0
        self._result_seq = 0
        self._state: EngineState | None = None
        self._closing = False
        self._closed = False
        self.session = Session(open_engine, self)
        self._make_widgets()
        self._connect()
        self.show_source(source)
        self.view.setFocus()
        if notice:
            self.notice.show_message(notice)

    def show_source(self, spec: str) -> None:
        """Look at another source from now on."""
        self.panel.leave()
        self.trouble.hide()
        self._frame_seq = self._result_seq = 0
        self._state = None
        self.tools.mirror.setEnabled(is_camera(spec))
        self.presenter.clear()
        self.view.clear(messages.opening(shown_source(spec)))
        self.session.show(spec)
        self._apply_settings()

    def open_gallery(self) -> None:
        """Show the people enrolled; there need not be a picture."""
        dialog = GalleryDialog(self._gallery, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Hide at once, stop the engine behind the scenes."""
        if event is not None:
            event.accept()
        if self._closing:
            return
        self._closing = True
        self._status_timer.stop()
        QTimer.singleShot(_LONGEST_CLOSE_MS, self._finish_closing)
        self.session.close()

    def changeEvent(self, event: QEvent | None) -> None:
        """Hide the bars in full screen."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            full = self.isFullScreen()
            self.tools.setVisible(not full)
            self.status.setVisible(not full)
            self.tools.full_screen.setChecked(full)

    def _make_widgets(self) -> None:
        self.tools = ToolBar(self)
        self.tools.show_settings(self.preferences.settings)
        self.addToolBar(self.tools)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.notice, self.trouble = Banner(), TroubleBanner()
        self.view, self.panel = VideoView(), EnrolPanel()
        self.presenter = Presenter(self.view, self)
        centre = QWidget()
        column = QVBoxLayout(centre)
        row = QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.trouble)
        column.addLayout(row, 1)
        row.addWidget(self.view, 1)
        row.addWidget(self.panel)
        self.setCentralWidget(centre)
        self._status_timer = QTimer(self)
        self._status_timer.start(_STATUS_EVERY_MS)

    def _connect(self) -> None:
        tools = self.tools
        self.addActions(tools.actions_of_window())
        tools.source_menu.chosen.connect(self.show_source)
        tools.people.triggered.connect(self.open_gallery)
        tools.mirror.toggled.connect(self.preferences.set_mirror)
        tools.landmarks.toggled.connect(self.preferences.set_show_landmarks)
        tools.strangers_menu.chosen.connect(self.preferences.set_one_stranger_in)
        self.preferences.changed.connect(self._apply_settings)
        self.preferences.not_kept.connect(self._warn)
        tools.full_screen.triggered.connect(self._set_full_screen)
        tools.enrol.triggered.connect(self._ask_next_name)
        tools.about.triggered.connect(lambda: messages.AboutDialog.ask(self))
        tools.quit.triggered.connect(self._quit)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape)
        ShortcutsFirst(self)
        self.session.changed.connect(self._look)
        self.session.opened.connect(self._look)
        self.session.failed.connect(self._show_failure)
        self.session.closed.connect(self._finish_closing)
        self.trouble.again.connect(self._again)
        self.view.face_clicked.connect(self._ask_name)
        self.view.empty_clicked.connect(self._hint)
        self.panel.enrol_requested.connect(self._enrol)
        self.panel.closed.connect(self._panel_closed)
        self._status_timer.timeout.connect(self._show_status)

    def _look(self) -> None:
        """Ask the engine for the newest of everything."""
        engine = self.session.engine
        if engine is None:
            return
        frame = engine.frames.newer_than(self._frame_seq)
        if frame is not None:
            self._frame_seq = frame.seq
        result = engine.results.newer_than(self._result_seq)
        if result is not None:
            self._result_seq = result.seq
            self.panel.follow(result.value.faces)
        self.presenter.offer(frame and frame.value, result and result.value)
        if engine.status().state is not self._state:
            self._enter_state(engine)

    def _enter_state(self, engine: LiveEngine) -> None:
        status = engine.status()
        self._state = status.state
        self.trouble.show_status(status)
        if status.state is EngineState.FAILED and not self._frame_seq:
            self.view.clear("")
        self._show_status()

    def _show_failure(self, sentence: str) -> None:
        self.trouble.show_failure(sentence)
        self.status.show_failure(shown_source(self.session.spec))
        self._show_status()
        self.view.clear("")

    def _again(self) -> None:
        self.show_source(self.session.spec)

    def _show_status(self) -> None:
        engine = self.session.engine
        self.status.show_people(len(self._gallery.snapshot.names))
        if engine is not None:
            self.status.show_status(engine.status(), self.view.frames_shown)

    def _ask_name(self, mark: FaceMark) -> None:
        self.panel.open_for(mark.face, self._gallery.snapshot.names.values())
        self.view.choose(mark.track_id)

    def _ask_next_name(self) -> None:
        """Ask for the name of the largest face, or of the next after the one asked about."""
        marks = self.view.marks
        if not marks:
            self.view.show_hint(messages.NO_FACE_YET)
            return
        tracks = [mark.track_id for mark in marks]
        asked = self.panel.track_id
        following = tracks.index(asked) + 1 if asked in tracks else 0
        self._ask_name(marks[following % len(marks)])

    def _panel_closed(self) -> None:
        self.view.choose(None)
        self.view.setFocus()

    def _hint(self) -> None:
        found = self.view.marks
        self.view.show_hint(messages.CLICK_A_FACE if found else messages.NO_FACE_YET)

    def _enrol(self, name: str, sample: FaceSample) -> None:
        deliver(
            self._gallery.enrol(name, [sample]),
            partial(self._enrolled, sample),
            partial(self._not_enrolled, sample),
        )

    def _enrolled(self, sample: FaceSample, person: Person) -> None:
        if self.panel.is_asking_about(sample):
            self.panel.leave()
        self.view.show_hint(messages.enrolled(person.name, person.samples))
        self._show_status()

    def _not_enrolled(self, sample: FaceSample, sentence: str) -> None:
        if self.panel.is_asking_about(sample):
            self.panel.show_fault(sentence)
        else:
            self.notice.show_message(sentence, Kind.ERROR)

    def _escape(self) -> None:
        if self.panel.isVisible():
            self.panel.leave()
        elif self.isFullScreen():
            self.showNormal()

    def _set_full_screen(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def _apply_settings(self) -> None:
        settings = self.preferences.settings
        self.view.set_mirrored(settings.mirror and is_camera(self.session.spec))
        self.view.set_shows_landmarks(settings.show_landmarks)
        self.session.set_stranger_rate(1 / settings.one_stranger_in)

    def _warn(self, sentence: str) -> None:
        self.notice.show_message(sentence, Kind.WARNING)

    def _quit(self) -> None:
        self.close()

    def _finish_closing(self) -> None:
        if not self._closed:
            self._closed = True
            self.closed.emit()
