"""The application around the window: display, environment, signals, start and end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtWidgets import QApplication

from facecam.engine import LiveEngine, LiveGallery
from facecam.errors import DisplayError
from facecam.gui import messages, style
from facecam.gui.crash import dialog_for_bugs
from facecam.gui.milestones import Milestones
from facecam.gui.window import MainWindow
from facecam.settings import Settings

_WITHOUT_OPENGL = ("QT_XCB_GL_INTEGRATION", "none")
_QT_PATHS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_SIGNALS_EVERY_MS = 200
_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")  # where the system has them


def run(
    open_engine: Callable[[str], LiveEngine],
    gallery: LiveGallery,
    source: str,
    settings: Settings,
    banner: str | None,
) -> int:
    """Show the window until it is closed.

    Args:
        open_engine: makes an engine for a source, not started; called off the
            GUI thread, may be slow, may raise a FacecamError.
        gallery: who is enrolled; outlives every engine.
        source: what to show first, as ``--source`` takes it.
        settings: how to show it.
        banner: a notice to begin with, or None.

    Returns:
        The program's exit code: 128 and its number where a signal asked for the end.

    Raises:
        DisplayError: there is no screen.
    """
    require_display(os.environ)
    app = make_application()
    with dialog_for_bugs(), _noting_signals() as asked:
        window = MainWindow(open_engine, gallery, source, settings, banner)
        window.closed.connect(app.quit)
        Milestones(window.presenter)
        window.show()
        with _closing_when(asked, window):
            code = app.exec_()
    stopped_by = set(asked) - {signal.SIGINT}  # Ctrl+C is the user's own way of closing
    return 128 + min(stopped_by) if stopped_by else code


def require_display(environment: Mapping[str, str]) -> None:
    """Refuse to start where Qt could only abort.

    Raises:
        DisplayError: neither X nor Wayland is there and no other platform is asked for.
    """
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM"):
        return
    if not any(environment.get(name) for name in _DISPLAYS):
        raise DisplayError(messages.NO_DISPLAY)


def make_application() -> QApplication:
    """Return the application object, in Facecam's style."""
    forget_opencv_plugins()
    paint_without_opengl()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_UseHighDpiPixmaps)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Facecam")
    app.setDesktopFileName("facecam")
    app.setQuitOnLastWindowClosed(False)  # the window says when its engine has stopped
    app.setStyle("Fusion")
    app.setStyleSheet(style.sheet())
    return app


def forget_opencv_plugins() -> None:
    """Undo what ``import cv2`` did: it points Qt at plugins of its own that PyQt5 cannot load."""
    for name in _QT_PATHS:
        if "cv2" in Path(os.environ.get(name, "")).parts:
            del os.environ[name]


def paint_without_opengl() -> None:
    """Keep Qt from loading an OpenGL driver, which nothing here uses: 50 MB and 0.1 s on X."""
    os.environ.setdefault(*_WITHOUT_OPENGL)


@contextmanager
def _noting_signals() -> Iterator[list[int]]:
    """Note Ctrl+C, SIGTERM and SIGHUP instead of dying in the middle of Qt.

    A signal may come at any moment, also when the window is half made or half
    gone: so nothing is done there, and the event loop closes the window. One that is
    ignored stays so.
    """
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    numbers = (getattr(signal, name) for name in _STOPPING if hasattr(signal, name))
    before = {
        number: signal.signal(number, note)
        for number in numbers
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _closing_when(asked: list[int], window: MainWindow) -> Iterator[None]:
    """Have the event loop close the window once a signal was noted."""

    def close_if_asked() -> None:
        if asked:
            window.close()

    # Python handles signals between its own instructions only: these are some.
    heartbeat = QTimer()
    heartbeat.timeout.connect(close_if_asked)
    heartbeat.start(_SIGNALS_EVERY_MS)
    try:
        yield
    finally:
        heartbeat.stop()
