"""The main window: the live picture, its tools, and the panel that names a face."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QKeySequence
from PyQt5.QtWidgets import QHBoxLayout, QMainWindow, QShortcut, QVBoxLayout, QWidget

from facecam.address import shown_source
from facecam.capture import is_camera
from facecam.engine import EngineState, LiveEngine, LiveGallery
from facecam.gui import dialogs, messages, style
from facecam.gui.banner import Banner, BannerKind
from facecam.gui.enrol_panel import EnrolPanel
from facecam.gui.fitting import fit_to_screen
from facecam.gui.gallery_dialog import GalleryDialog
from facecam.gui.gallery_watch import GalleryWatch
from facecam.gui.naming import Naming
from facecam.gui.preferences import Preferences
from facecam.gui.presenter import Presenter
from facecam.gui.session import Session
from facecam.gui.shortcuts import ShortcutsFirst
from facecam.gui.status_bar import StatusBar
from facecam.gui.tool_bar import ToolBar
from facecam.gui.trouble_banner import TroubleBanner
from facecam.gui.video_view import VideoView
from facecam.settings import Settings
from facecam.types import GallerySnapshot

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
        fit_to_screen(self, QSize(1080, 720), least=QSize(480, 360))
        self.preferences = Preferences(settings, self)
        self._gallery = gallery
        self._trouble = ""
        self._frame_seq = 0
        self._result_seq = 0
        self._said: tuple[EngineState, str] | None = None
        self._closing = False
        self._closed = False
        self.session = Session(open_engine, self)
        self._make_widgets()
        self._connect()
        self._gallery_watch.announce()
        self.show_source(source)
        self.view.setFocus()
        if notice:
            self.notice.show_message(notice)

    def show_source(self, spec: str) -> None:
        """Show another source from now on."""
        self.panel.leave_source()
        self.trouble.hide()
        self._frame_seq = self._result_seq = 0
        self._said = None
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
        self._gallery_watch.end()
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
        self.notice, self.gallery_notice, self.trouble = Banner(), Banner(), TroubleBanner()
        self.view, self.panel = VideoView(), EnrolPanel()
        self.presenter = Presenter(self.view, self)
        self.naming = Naming(self.session, self.view, self.panel, self._gallery)
        self._gallery_watch = GalleryWatch(self._gallery, self)
        centre = QWidget()
        column = QVBoxLayout(centre)
        row = QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        for banner in (self.notice, self.gallery_notice, self.trouble):
            column.addWidget(banner)
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
        self.preferences.not_kept.connect(
            partial(self.notice.show_message, kind=BannerKind.WARNING)
        )
        tools.full_screen.triggered.connect(self._set_full_screen)
        tools.enrol.triggered.connect(self.naming.ask_next)
        tools.about.triggered.connect(lambda: dialogs.AboutDialog.ask(self))
        tools.quit.triggered.connect(self._quit)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape)
        ShortcutsFirst(self)
        self.session.changed.connect(self._show_newest)
        self.session.opened.connect(self._show_newest)
        self.session.failed.connect(self._show_failure)
        self.session.closed.connect(self._finish_closing)
        self.trouble.again.connect(lambda: self.show_source(self.session.spec))
        self.naming.refused.connect(partial(self.notice.show_message, kind=BannerKind.ERROR))
        self._gallery_watch.changed.connect(self._show_gallery)
        self._status_timer.timeout.connect(self._show_status)

    def _show_newest(self) -> None:
        """Show the engine's newest frame, result and status."""
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
        self._follow_status(engine)

    def _follow_status(self, engine: LiveEngine) -> None:
        """Say what has changed for the user, if anything has."""
        status = engine.status()
        said = status.state, status.message
        if said == self._said:
            return
        self._said = said
        self.panel.enter(status.state)
        said_above = status.message and status.message == self._gallery.snapshot.trouble
        if said_above or (status.state is EngineState.ENDED and _shows_one_picture(engine)):
            self.trouble.hide()
        else:
            self.trouble.show_status(status)
        if status.state is EngineState.FAILED and not self._frame_seq:
            self.view.clear("")
        self.status.show_status(status, self.view.frames_shown)

    def _show_failure(self, sentence: str) -> None:
        self.trouble.show_failure(sentence)
        self.status.show_failure(shown_source(self.session.spec))
        self.view.clear("")

    def _show_status(self) -> None:
        """Poll the engine's status: that a source has fallen silent is not signalled."""
        engine = self.session.engine
        if engine is not None:
            self._follow_status(engine)
            self.status.show_status(engine.status(), self.view.frames_shown)

    def _show_gallery(self, snapshot: GallerySnapshot) -> None:
        self.status.show_people(len(snapshot.names))
        self.panel.set_names(snapshot.names.values())
        if not snapshot.trouble:
            self.gallery_notice.hide()
        elif snapshot.trouble != self._trouble:  # else it was said, and perhaps closed
            self.gallery_notice.show_message(snapshot.trouble, BannerKind.ERROR)
        self._trouble = snapshot.trouble

    def _escape(self) -> None:
        if self.panel.isVisible():
            self.panel.leave()
        elif self.isFullScreen():
            self.showNormal()

    def _set_full_screen(self, full: bool) -> None:
        (self.showFullScreen if full else self.showNormal)()

    def _apply_settings(self) -> None:
        settings = self.preferences.settings
        self.view.set_mirrored(settings.mirror and is_camera(self.session.spec))
        self.view.set_shows_landmarks(settings.show_landmarks)
        self.session.set_stranger_rate(1 / settings.one_stranger_in)

    def _quit(self) -> None:
        self.close()

    def _finish_closing(self) -> None:
        if not self._closed:
            self._closed = True
            self.closed.emit()


def _shows_one_picture(engine: LiveEngine) -> bool:
    """Return whether the source is a photograph: its end is nothing to tell of."""
    newest = engine.frames.newer_than(0)
    return newest is not None and newest.seq == 1 and newest.value.is_still
