from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from facecam import paths
from facecam.capture import CameraInfo
from facecam.cli.window import NO_CAMERA, first_source
from facecam.engine import Engine
from facecam.settings import Settings, save


@pytest.fixture
def cameras(monkeypatch):
    found: list[CameraInfo] = []
    monkeypatch.setattr("facecam.capture.list_cameras", lambda: found)
    return found


@pytest.fixture
def window(monkeypatch):
    """Takes the place of the real window and remembers what it was given."""
    shown = SimpleNamespace()

    def run(open_engine, gallery, source, settings, banner):
        shown.engine, shown.gallery = open_engine("demo"), gallery
        shown.source, shown.settings, shown.banner = source, settings, banner
        return 0

    model = SimpleNamespace(manifest=SimpleNamespace(id="fake-net"))
    monkeypatch.setattr("facecam.weights.find_model", lambda kind: model)
    monkeypatch.setattr("facecam.gui.run", run)
    return shown


def test_without_a_camera_the_demo_says_so(cameras):
    assert first_source(None) == ("demo", NO_CAMERA)


def test_first_camera_is_shown(cameras):
    cameras += [CameraInfo(2, "Desk", Path("/dev/video2")), CameraInfo(4, "Door", Path("/dev/v4"))]
    assert first_source(None) == ("2", None)


def test_what_the_user_names_goes_first(cameras):
    assert first_source("clip.mp4") == ("clip.mp4", None)


def test_without_a_command_the_window_opens(facecam, window, cameras):
    assert facecam().code == 0
    assert isinstance(window.engine, Engine)
    assert window.gallery is window.engine.gallery
    assert (window.source, window.banner) == ("demo", NO_CAMERA)


def test_options_go_before_settings(facecam, window):
    save(Settings(source="desk.mp4", min_face_px=60, one_stranger_in=100), paths.settings_file())
    facecam("--strangers", 10000)
    assert window.source == "desk.mp4"
    assert (window.settings.min_face_px, window.settings.one_stranger_in) == (60, 10000)


def test_no_display_is_exit_code_2(facecam, monkeypatch, cameras):
    model = SimpleNamespace(manifest=SimpleNamespace(id="fake-net"))
    monkeypatch.setattr("facecam.weights.find_model", lambda kind: model)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    outcome = facecam()
    assert outcome.code == 2
    assert "facecam watch" in outcome.err
    assert len(outcome.err.splitlines()) == 1
