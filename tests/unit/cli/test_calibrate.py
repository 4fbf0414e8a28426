from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from numpy import float32
from PIL import Image as Pillow

from facecam.scoring.calibration import Calibration, find_calibration, own_file
from facecam.scoring.population import Population
from facecam.scoring.tail import Tail
from facecam.vectors import unit

from .conftest import FakeRecogniser, face, sample

PEOPLE = 100
MODEL = "fake-net+two-views"


class CrowdRecogniser(FakeRecogniser):
    """Sees in a picture the person whom its top left pixel names; nobody where that is black."""

    def identify(self, image):
        red, green, blue = map(int, image[0, 0])
        if red + green + blue == 0:
            return ()
        person = np.random.default_rng(red * 256 + green).standard_normal(32)
        noise = np.random.default_rng((red, green, blue)).standard_normal(32)
        embedding = unit((person + 0.4 * noise).astype(np.float32)[None])[0]
        return (replace(face(), sample=replace(sample(), embedding=embedding)),)


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    model = SimpleNamespace(manifest=SimpleNamespace(id="fake-net"))
    monkeypatch.setattr("facecam.weights.find_model", lambda kind: model)
    monkeypatch.setattr("facecam.pipeline.open_recogniser", lambda **_: CrowdRecogniser())


@pytest.fixture
def own():
    """The file of a calibration that the user made earlier, of 777 people."""
    zeros, ones, eye = np.zeros((1, 32), float32), np.ones(1, float32), np.eye(32, dtype=float32)
    strangers = Population(zeros, ones, eye / np.sqrt(32, dtype=float32))
    Calibration(MODEL, strangers, Tail(0.0, -6.0, -1.9, 1.0), 777).save(own_file(MODEL))
    return own_file(MODEL)


@pytest.fixture
def album(tmp_path):
    """Make a folder with so many people, two pictures each."""

    def make(people, name="album"):
        for person in range(people):
            for picture in (1, 2):
                path = tmp_path / name / f"{person:03}" / f"{picture}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Pillow.new("RGB", (4, 4), (person, 1, picture)).save(path)
        return tmp_path / name

    return make


def test_a_calibration_is_kept_where_it_is_looked_for_first(facecam, album):
    outcome = facecam("calibrate", "--images", album(PEOPLE), "--json")
    assert outcome.code == 0
    assert outcome.json["file"] == str(own_file(MODEL))
    assert (outcome.json["people"], outcome.json["pictures"]) == (PEOPLE, 2 * PEOPLE)
    assert outcome.json["before"] is None
    limits, found = outcome.json["limits"], find_calibration(MODEL)
    assert limits["100"]["10000"] == pytest.approx(found.tail.threshold(1e-4, 100), abs=1e-4)
    assert limits["10"]["100"] < limits["10"]["1000"] < limits["100"]["1000"]


def test_the_calibration_before_is_said(facecam, album, own):
    before = find_calibration(MODEL).tail.threshold(0.001, 10)
    outcome = facecam("calibrate", "--images", album(PEOPLE))
    assert f"Learned from {PEOPLE} people in {2 * PEOPLE} pictures; in 0 more no" in outcome.out
    assert "before, by your own calibration, of 777 people" in outcome.out
    assert f"({before:.3f})" in outcome.out
    assert f"Kept in {own}." in outcome.out


def test_pictures_without_a_face_are_counted_and_left_out(facecam, album):
    folder = album(PEOPLE)
    Pillow.new("RGB", (4, 4)).save(folder / "000" / "black.png")
    figures = facecam("calibrate", "--images", folder, "--json").json
    assert (figures["pictures"], figures["faces_not_found"]) == (2 * PEOPLE, 1)


def refused(facecam, *words):
    outcome = facecam("calibrate", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    return outcome.err


def test_after_a_refusal_the_calibration_before_still_holds(facecam, album, tmp_path, own):
    before = own.read_bytes()
    few, black, text = album(3, "few"), album(PEOPLE, "black"), tmp_path / "notes.txt"
    for picture in black.rglob("*.png"):
        Pillow.new("RGB", (4, 4)).save(picture)
    text.touch()
    assert "100 people, not 3" in refused(facecam, "--images", few)
    assert "No face was found" in refused(facecam, "--images", black)
    assert "does not exist" in refused(facecam, "--images", text)
    assert own.read_bytes() == before
    assert list(own.parent.iterdir()) == [own]


def test_people_whose_faces_are_not_found_do_not_count(facecam, album):
    folder = album(PEOPLE)
    for picture in (folder / "000").iterdir():
        Pillow.new("RGB", (4, 4)).save(picture)
    assert "100 people, not 99" in refused(facecam, "--images", folder)


def test_a_folder_that_may_not_be_read_is_said(facecam, album, monkeypatch):
    folder = album(1)

    def forbidden(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", forbidden)
    assert f"{folder} cannot be read: Permission denied" in refused(facecam, "--images", folder)


def test_removing_goes_back_to_what_is_shipped(facecam, monkeypatch, own):
    monkeypatch.setattr("facecam.scoring.calibration.SHIPPED", own.parent.parent)
    shutil.copy(own, own.parent.parent)
    outcome = facecam("calibrate", "--remove", "--json")
    assert not own.exists()
    assert outcome.json["removed"]
    assert (outcome.json["in_use"]["people"], outcome.json["in_use"]["file"]) == (777, None)
    again = facecam("calibrate", "--remove")
    assert again.out == (
        "There was none of your own. From the next start on faces are judged by "
        "the calibration shipped, of 777 people.\n"
    )


def test_a_damaged_calibration_says_how_to_be_rid_of_it(facecam, album, own):
    own.write_bytes(b"anything")
    outcome = facecam("calibrate", "--images", album(1))
    assert (outcome.code, outcome.out) == (1, "")
    assert "damaged" in outcome.err
    assert "'facecam calibrate --remove'" in outcome.err
    removed = facecam("calibrate", "--remove")
    assert "Your own was removed." in removed.out
    assert "by plain cosine similarity" in removed.out


@pytest.mark.parametrize("words", [[], ["--images", "album", "--remove"]])
def test_either_images_or_remove(facecam, words):
    assert "Give --images" in refused(facecam, *words)
