"""A recogniser that sees one face in each picture that is not black, and knows it by its colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from facecam.collection.subject import StillRecogniser
from facecam.types import (
    Decision,
    Detection,
    FaceResult,
    FaceSample,
    Floats,
    Image,
    Match,
    Reason,
)
from facecam.vectors import unit

MODEL = "fake-net"


def embedding_of(image: Image) -> Floats:
    """A direction from the red and the green of the middle."""
    red, green, _ = (float(value) for value in image[image.shape[0] // 2, image.shape[1] // 2])
    angle, lift = red / 255 * np.pi / 2, green / 255
    vector = np.zeros(8, np.float32)
    vector[:3] = np.cos(angle), np.sin(angle), lift
    return unit(vector[None])[0]


def face_at(
    box: tuple[int, int, int, int], image: Image | None = None, reason: Reason | None = None
) -> FaceResult:
    landmarks = np.array([[30, 40], [60, 40], [45, 60], [35, 75], [55, 75]], np.float32)
    detection = Detection(np.array(box, np.float32), landmarks, 0.9)
    match = Match(Decision.NOT_JUDGED, reason=reason) if reason else Match(Decision.UNKNOWN)
    sample = None if image is None else sample_of(image, detection)
    return FaceResult(detection, match, sample=sample)


def sample_of(image: Image, detection: Detection) -> FaceSample:
    crop = np.zeros((160, 160, 3), np.uint8)
    return FaceSample(crop, embedding_of(image), MODEL, detection.score)


class FakeRecogniser:
    """Blue above 200 is a face that is too dark to be judged."""

    model_id = MODEL

    def __init__(self) -> None:
        self.boxes: list[tuple[float, ...]] = []

    def identify(self, image: Image) -> tuple[FaceResult, ...]:
        if not image.any():
            return ()
        reason = Reason.TOO_DARK if image[0, 0, 2] > 200 else None
        return (face_at((10, 10, 40, 40), image, reason),)

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        self.boxes += [tuple(detection.box.tolist()) for detection in detections]
        return [sample_of(image, detection) for detection in detections]


@pytest.fixture
def recogniser() -> StillRecogniser:
    return FakeRecogniser()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Write a picture of one colour: ``picture("Ann/1.png", (10, 0, 0))``."""

    def write(name: str, colour: tuple[int, int, int], folder: str = "images") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Pillow.new("RGB", (50, 50), colour).save(path)
        return path

    return write
