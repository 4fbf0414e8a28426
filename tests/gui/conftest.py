"""Windows are tested offscreen, on an engine that does what a test tells it."""

import pytest
from PyQt5.QtCore import QThreadPool

from facecam import paths
from facecam.gui import app as gui_app
from facecam.gui import background, style
from facecam.gui.window import MainWindow
from facecam.settings import Settings
from tests.gui.fake_engine import FakeEngine, Studio

LIMIT_MS = 5000


@pytest.fixture(scope="session")
def qapp_args():
    gui_app.forget_opencv_plugins()
    return ["facecam"]


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.json")
    return tmp_path / "settings.json"


@pytest.fixture(autouse=True)
def no_work_is_left(monkeypatch):
    """Fail a test that has ended before the window's work beside it has."""
    pools: list[QThreadPool] = []
    monkeypatch.setattr(background, "_never_destroy", pools.append)
    yield
    assert all(pool.waitForDone(LIMIT_MS) for pool in pools), "work was left behind"


@pytest.fixture
def studio() -> Studio:
    """The engines a window opens, and the gallery they share."""
    return Studio()


@pytest.fixture
def open_window(qtbot, qapp, studio, monkeypatch):
    """Open the main window on a fake engine: ``open_window(source="demo", ...)``."""
    monkeypatch.setattr("facecam.gui.source_menu.list_cameras", list)
    qapp.setStyle("Fusion")
    qapp.setStyleSheet(style.sheet())
    windows, closed = [], []

    def open_it(
        source="demo", settings=None, notice=None, shows=True, size=(1000, 700)
    ) -> MainWindow:
        window = MainWindow(
            studio.open_engine, studio.gallery, source, settings or Settings(), notice
        )
        window.closed.connect(lambda: closed.append(window))
        windows.append(window)
        if size is not None:
            window.resize(*size)
        window.show()
        if shows:
            qtbot.waitUntil(lambda: window.session.engine is not None)
        return window

    yield open_it
    for window in windows:
        window.close()
    qtbot.waitUntil(lambda: len(closed) == len(windows))
    for window in windows:
        window.deleteLater()


@pytest.fixture
def window(open_window) -> MainWindow:
    return open_window()


@pytest.fixture
def engine(window, studio) -> FakeEngine:
    """The engine behind ``window``."""
    return studio.engines[-1]
