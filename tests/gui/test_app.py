"""The application around the window: no display, OpenCV's plugins, bugs, Ctrl+C."""

import os
import signal
import sys
import threading

import pytest
from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QApplication, QDialog

from facecam.errors import DisplayError
from facecam.gui import app, dialogs, messages
from facecam.gui.crash import dialog_for_bugs
from facecam.gui.window import MainWindow
from facecam.settings import Settings


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_the_user_is_pointed_at_watch():
    with pytest.raises(DisplayError, match="facecam watch"):
        app.require_display({})


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_with_a_display_or_another_platform_it_goes_on(name):
    app.require_display({name: "x"})


def test_opencv_s_own_qt_plugins_are_forgotten(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/venv/site-packages/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/venv/site-packages/cv2/qt/fonts")
    app.forget_opencv_plugins()
    assert not {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"} & set(os.environ)


def test_plugins_that_the_user_chose_are_kept(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/opt/qt/plugins")
    app.forget_opencv_plugins()
    assert os.environ["QT_QPA_PLATFORM_PLUGIN_PATH"] == "/opt/qt/plugins"


def test_an_opengl_that_the_user_chose_is_kept(monkeypatch):
    monkeypatch.setenv("QT_XCB_GL_INTEGRATION", "xcb_egl")
    app.paint_without_opengl()
    assert os.environ["QT_XCB_GL_INTEGRATION"] == "xcb_egl"


def test_otherwise_no_opengl_is_loaded(monkeypatch):
    monkeypatch.delenv("QT_XCB_GL_INTEGRATION", raising=False)
    app.paint_without_opengl()
    assert os.environ["QT_XCB_GL_INTEGRATION"] == "none"


@pytest.fixture
def hooks(monkeypatch):
    """What the hooks that were set before are told, and what dialogs appear."""
    told, shown = [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    monkeypatch.setattr(threading, "excepthook", lambda failed: told.append(failed.exc_type))
    monkeypatch.setattr(dialogs.ErrorDialog, "ask", lambda _parent, text: shown.append(text))
    return told, shown


def fail():
    raise LookupError("a bug")


def test_bugs_of_any_thread_are_logged_each_and_shown_once(qtbot, hooks):
    told, shown = hooks
    with dialog_for_bugs():
        sys.excepthook(ZeroDivisionError, ZeroDivisionError(), None)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(shown))
        qtbot.wait(1)
    assert told == [ZeroDivisionError, LookupError]
    assert shown == [messages.UNEXPECTED]


def test_the_hooks_are_put_back(hooks):
    before = (sys.excepthook, threading.excepthook)
    with dialog_for_bugs():
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before


@pytest.fixture
def run_window(qapp, studio, monkeypatch):
    """Run the whole application around a window, and return its exit code."""
    monkeypatch.setattr(app, "make_application", lambda: qapp)
    quits = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    yield lambda: app.run(studio.open_engine, studio.gallery, "demo", Settings(), "The demo.")
    qapp.setQuitOnLastWindowClosed(quits)


def send(number):
    os.kill(os.getpid(), number)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_closes_the_window_and_the_program_ends_well(run_window, studio, number, code):
    before = signal.getsignal(number)
    QTimer.singleShot(50, lambda: send(number))
    QTimer.singleShot(60, lambda: send(number))
    assert run_window() == code
    assert studio.engines[0].stopped
    assert signal.getsignal(number) is before
    assert not [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def test_a_signal_while_a_dialog_is_open_closes_the_window_too(run_window, studio):
    done: list[int] = []
    dialog = QDialog()
    QTimer.singleShot(50, lambda: send(signal.SIGTERM))
    QTimer.singleShot(60, lambda: done.append(dialog.exec_()))
    assert run_window() == 143
    assert done == [QDialog.DialogCode.Rejected]
    assert studio.engines[0].stopped


def test_a_signal_while_the_window_is_being_made_closes_it_when_it_is(run_window, monkeypatch):
    def make(*arguments):
        send(signal.SIGTERM)
        return MainWindow(*arguments)

    monkeypatch.setattr(app, "MainWindow", make)
    assert run_window() == 143


def test_a_hang_up_that_is_ignored_as_by_nohup_leaves_the_window_open(run_window):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    QTimer.singleShot(50, lambda: send(signal.SIGHUP))
    QTimer.singleShot(500, lambda: send(signal.SIGINT))
    try:
        assert run_window() == 0
    finally:
        signal.signal(signal.SIGHUP, before)
