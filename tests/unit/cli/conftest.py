"""The command line run in this process, on a recogniser that needs no weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from PIL import Image as Pillow

from facecam.cli.app import app
from facecam.cli.failures import run
from facecam.collection.subject import StillRecogniser
from facecam.documents import SCHEMA_VERSION
from facecam.renewal import Renewable, renew
from facecam.types import (
    Decision,
    Detection,
    FaceResult,
    FaceSample,
    Floats,
    GallerySnapshot,
    Image,
    Match,
)


def document_in(text: str) -> Any:
    """Return the one document that a text must be: JSON as every program reads it."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    document = json.loads(text, parse_constant=refuse)
    assert document["schema_version"] == SCHEMA_VERSION
    return document


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return document_in(self.out)


@pytest.fixture
def facecam(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run ``facecam`` with the words given."""

    def call(*words: object) -> Outcome:
        capsys.readouterr()
        code = run(typer.main.get_command(app), [str(word) for word in words])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


def sample(direction: int = 0) -> FaceSample:
    embedding = np.zeros(512, np.float32)
    embedding[direction] = 1.0
    return FaceSample(np.full((160, 160, 3), 90, np.uint8), embedding, "fake-net", 0.99)


def face(match: Match | None = None, *, track_id: int | None = None) -> FaceResult:
    landmarks = np.array([[30, 40], [60, 40], [45, 60], [35, 75], [55, 75]], np.float32)
    detection = Detection(np.array([10, 20, 80.126, 100], np.float32), landmarks, 0.98765)
    return FaceResult(detection, match or Match(Decision.UNKNOWN), track_id, sample())


class FakeRecogniser:
    """Sees as many faces as the picture's top left pixel is red."""

    model_id = "fake-net"

    def __init__(self) -> None:
        self.names: Sequence[str] = ()

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        self.names = list(snapshot.names.values())

    def embed(self, crops: Sequence[Image]) -> Floats:
        return np.tile(sample().embedding, (len(crops), 1))

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        return [sample() for _ in detections]

    def identify(self, image: Image) -> tuple[FaceResult, ...]:
        match = Match(Decision.UNKNOWN)
        if self.names:
            match = Match(Decision.KNOWN, 1, self.names[0], 0.91234)
        return tuple(replace(face(), match=match) for _ in range(image[0, 0, 0]))

    def identify_upright(self, image: Image) -> tuple[tuple[FaceResult, ...], int]:
        """See the same; the blue of the pixel says by how many quarters it has to be turned."""
        return self.identify(image), 90 * int(image[0, 0, 2])


@pytest.fixture
def fake_recogniser(monkeypatch: pytest.MonkeyPatch) -> FakeRecogniser:
    recogniser = FakeRecogniser()

    def open_recogniser(gallery: Renewable | None = None, **_: object) -> StillRecogniser:
        if gallery is not None:
            renew(gallery, recogniser.model_id, recogniser.embed)
        return recogniser

    monkeypatch.setattr("facecam.pipeline.open_recogniser", open_recogniser)
    return recogniser


@pytest.fixture
def picture_of(tmp_path: Path) -> Callable[..., Path]:
    """Make a picture file in which ``FakeRecogniser`` sees so many faces."""

    def make(faces: int, name: str = "picture.png", *, turns: int = 0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Pillow.new("RGB", (120, 120), (faces, 0, turns)).save(path)
        return path

    return make
