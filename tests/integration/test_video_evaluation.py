"""Strangers stay strangers in a clip, and people enrolled get their names at once."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.lab.clips.truth import HEADER
from facecam.picture import load_picture

PROJECT = Path(__file__).resolve().parents[2]

PEOPLE = 5
ENROLLED, SHOWN = 3, 3
"""The first pictures of each person enrolled are enrolled, the next ones shown."""
HELD = 8
"""For so many frames each picture is shown."""
SIDE, FPS = 400, 25.0
FACE = np.array([[0.3, 0.3], [0.7, 0.7]])
"""Where the face stands in LFW's pictures, in sides of the picture: its box's corners."""

Scene = tuple[Path, str]
"""A picture and the name of whom it shows, empty for a stranger."""


def people_in(images: Path) -> list[list[Path]]:
    """Return the pictures of everyone with enough of them, by name."""
    everyone = [sorted(folder.glob("*.jpg")) for folder in sorted(images.iterdir())]
    return [pictures for pictures in everyone if len(pictures) >= ENROLLED + SHOWN]


def scenes_of(known: Sequence[Sequence[Path]], strangers: Sequence[Sequence[Path]]) -> list[Scene]:
    """Show every person enrolled, and a stranger after each."""
    scenes: list[Scene] = []
    for person, stranger in zip(known, strangers, strict=True):
        shown = person[ENROLLED : ENROLLED + SHOWN]
        scenes += [(path, path.parent.name.replace("_", " ")) for path in shown]
        scenes += [(path, "") for path in stranger[:SHOWN]]
    return scenes


def enrolment_folder(known: Sequence[Sequence[Path]], folder: Path) -> Path:
    for pictures in known:
        for picture in pictures[:ENROLLED]:
            (folder / picture.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, folder / picture.parent.name)
    return folder


def camera(number: int, side: int) -> np.ndarray:
    """Return the map from a picture's pixels to the clip's: a slow zoom and pan."""
    zoom = SIDE / side * (1.1 + 0.01 * number)
    spare = SIDE - zoom * side
    return np.array([[zoom, 0, spare * (0.4 + 0.02 * number)], [0, zoom, spare / 2]], np.float64)


def shots(scenes: Sequence[Scene]) -> Iterator[tuple[np.ndarray, np.ndarray, str]]:
    """Yield each frame in RGB, the box ``(4,)`` of its face, and the name."""
    for path, name in scenes:
        image = load_picture(path)
        for number in range(HELD):
            view = camera(number, image.shape[0])
            corners = FACE * image.shape[0] @ view[:, :2].T + view[:, 2]
            yield cv2.warpAffine(image, view, (SIDE, SIDE)), corners.ravel(), name


def make_clip(scenes: Sequence[Scene], clip: Path, truth: Path) -> None:
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (SIDE, SIDE))
    with truth.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for frame, (image, box, name) in enumerate(shots(scenes), start=1):
            writer.write(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
            rows.writerow([frame, *box.round(1), name])
    writer.release()


def facecam(*words: object) -> str:
    command = [sys.executable, str(PROJECT / "main.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=110).stdout


@pytest.mark.weights
@pytest.mark.data
def test_strangers_stay_strangers_and_people_enrolled_are_named_at_once(shared_data, tmp_path):
    people = people_in(shared_data / "lfw_dev" / "images")[: 2 * PEOPLE]
    known, strangers = people[:PEOPLE], people[PEOPLE:]
    clip, truth = tmp_path / "clip.mp4", tmp_path / "truth.csv"
    make_clip(scenes_of(known, strangers), clip, truth)
    facecam("enroll", "--folder", enrolment_folder(known, tmp_path / "album"), "--largest")

    figures = json.loads(facecam("evaluate", "video", "--source", clip, "--truth", truth, "--json"))

    by_frame, by_track = figures["by_frame"], figures["by_track"]
    assert by_track["strangers"]["tracks"] == by_track["known"]["tracks"] == PEOPLE
    assert by_frame["strangers"]["named"] == 0
    assert by_frame["not_in_truth"]["named"] == 0
    assert by_frame["known"]["wrong"] == 0
    assert by_track["known"]["ever_right"] == PEOPLE
    assert by_track["known"]["first_right"]["judged_frames"]["max"] <= 5
    judged = by_frame["strangers"]["unknown"] + by_frame["strangers"]["unsure"]
    assert judged > 0.9 * by_frame["strangers"]["faces"], "whoever is not seen is not named either"
