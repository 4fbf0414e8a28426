"""Weights that a disk has garbled: as large as they were, and no longer the ones installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from facecam import paths
from facecam.capture.demo import Demo
from facecam.errors import WeightsError
from facecam.pipeline import Recogniser, open_recogniser
from facecam.scoring.calibration import find_calibration
from facecam.types import Decision, GallerySnapshot, Image
from facecam.weights import find_model, store

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.weights

GARBLINGS = {
    "noise": lambda rng, size: rng.bytes(size),
    "nothing": lambda rng, size: bytes(size),
    "not a number": lambda rng, size: np.full(size // 4 + 1, np.nan, np.float32).tobytes()[:size],
    "huge numbers": lambda rng, size: np.full(size // 4 + 1, 3e38, np.float32).tobytes()[:size],
    "always the same": lambda rng, size: np.ones(size // 4 + 1, np.float32).tobytes()[:size],
}


@pytest.fixture(params=GARBLINGS)
def garbled(request, tmp_path, monkeypatch):
    """The installed models, with the middle half of FaceNet's weights overwritten."""
    for kind in ("mtcnn", "facenet"):
        folder = find_model(kind).folder
        copy = tmp_path / folder.parent.name / folder.name
        copy.mkdir(parents=True)
        for file in folder.iterdir():
            (copy / file.name).symlink_to(file)
    network = tmp_path / "model" / find_model("facenet").folder.name / "facenet.tflite"
    original = network.resolve()
    network.unlink()
    shutil.copy(original, network)
    start, size = network.stat().st_size // 4 // 4 * 4, network.stat().st_size // 2
    with network.open("r+b") as file:
        file.seek(start)
        file.write(GARBLINGS[request.param](np.random.default_rng(0), size))
    monkeypatch.setenv(paths.MODELS_VARIABLE, str(tmp_path))
    return network


@pytest.fixture
def picture() -> Image:
    demo = Demo()
    demo.open()
    shown = demo.read()
    assert shown is not None
    return shown.image


def with_people(recogniser: Recogniser) -> Recogniser:
    """Enrol twenty people who are like anybody."""
    people = find_calibration(recogniser.model_id).population.draw(20, 1)
    names = {number: str(number) for number in range(20)}
    recogniser.use_gallery(GallerySnapshot(recogniser.model_id, people, np.arange(20), names))
    return recogniser


@pytest.mark.parametrize("garbled", ["noise"], indirect=True)
def test_garbled_weights_are_refused_by_name_and_it_is_said_what_helps(garbled, picture, tmp_path):
    expected = f"The weights file {garbled} was changed or damaged. Run 'facecam models install'"
    with pytest.raises(WeightsError) as refused:
        open_recogniser()
    assert str(refused.value).startswith(expected)
    for command in (["watch", "--source", "demo"], ["identify", str(tmp_path / "any.jpg")]):
        done = subprocess.run(
            [sys.executable, PROJECT / "main.py", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith(f"facecam: {expected}")


def test_nobody_is_named_by_weights_that_passed_for_the_right_ones(garbled, picture, monkeypatch):
    files = find_model("facenet").manifest.files | find_model("mtcnn").manifest.files
    monkeypatch.setattr(store, "remembered_sha256", lambda path: files[path.name])
    try:
        recogniser = with_people(open_recogniser())
    except (WeightsError, RuntimeError):
        return  # LiteRT or the warming up has noticed
    faces = recogniser.identify(picture)
    assert faces
    assert Decision.KNOWN not in {face.match.decision for face in faces}
