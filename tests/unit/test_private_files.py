"""Whatever is written about people, nobody but the user can read it."""

from __future__ import annotations

import os
import stat

import numpy as np
import pytest

from facecam import settings
from facecam.gallery import GalleryStore
from facecam.lab.accuracy.report import page
from facecam.lab.speed import results
from facecam.picture import save_picture
from facecam.scoring.calibration import Calibration
from facecam.scoring.population import Population
from facecam.scoring.tail import Tail


def write_calibration(file):
    eye = np.eye(4, dtype=np.float32)
    population = Population(eye, np.full(4, 0.25, np.float32), 0 * eye)
    Calibration("a network", population, Tail(0.0, -6.0, -1.9, 1.0), 100).save(file)


WRITERS = {
    "a picture with names": lambda file: save_picture(np.zeros((4, 4, 3), np.uint8), file),
    "a report": lambda file: page.write("<html>", file),
    "a saved result": lambda file: results.save(results.measured("embed", {}, {}), file),
    "the settings": lambda file: settings.save(settings.Settings(), file),
    "a calibration": write_calibration,
    "a gallery": lambda file: GalleryStore(file).close(),
}


@pytest.fixture(autouse=True)
def generous():
    """Let everybody read, write and do everything with what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("written", WRITERS)
def test_a_file_is_the_users_only(tmp_path, written):
    file = tmp_path / "file.png"
    WRITERS[written](file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


MAKERS = {
    "the settings'": lambda folder: settings.save(settings.Settings(), folder / "settings"),
    "a calibration's": lambda folder: write_calibration(folder / "calibration"),
    "a gallery's": lambda folder: GalleryStore(folder / "gallery").close(),
    "a report's": page.make_folder,
}


@pytest.mark.parametrize("made", MAKERS)
def test_a_new_folder_is_the_users_only(tmp_path, made):
    folder = tmp_path / "new"
    MAKERS[made](folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_settings_that_were_written_by_hand_are_kept_from_others_when_they_are_read(tmp_path):
    file = tmp_path / "settings.json"
    file.write_text('{"source": "rtsp://me:secret@camera/live"}')
    assert stat.S_IMODE(file.stat().st_mode) == 0o666
    assert settings.load(file).source == "rtsp://me:secret@camera/live"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
