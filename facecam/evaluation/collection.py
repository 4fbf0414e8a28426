"""A folder with a sub-folder a person, embedded through the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.errors import UsageError
from facecam.evaluation.verification import Detect, Embed, Track, central_face
from facecam.picture import load_picture
from facecam.types import Floats

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Pictures with faces, embedded.

    Attributes:
        embeddings: ``(n, d)`` float32, rows of length 1.
        people: ``(n,)`` int64, the number of the person's folder, by name.
        faces_not_found: how many pictures had no face and were left out.
    """

    embeddings: Floats
    people: NDArray[np.int64]
    faces_not_found: int


def list_pictures(images: Path) -> list[tuple[int, Path]]:
    """Return each picture with the number of its person.

    Raises:
        UsageError: the folder does not exist or has no sub-folder with a picture.
    """
    if not images.is_dir():
        raise UsageError(f"The folder of pictures {images} does not exist.")
    folders = sorted(folder for folder in images.iterdir() if folder.is_dir())
    pictures = [
        (number, file)
        for number, folder in enumerate(folders)
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in SUFFIXES
    ]
    if not pictures:
        raise UsageError(f"{images} needs a sub-folder with pictures for each person.")
    return pictures


def embed_collection(images: Path, detect: Detect, embed: Embed, track: Track = iter) -> Collection:
    """Embed the face that each picture is about.

    Raises:
        UsageError: there are no pictures, or no face in any of them.
        PictureError: a picture cannot be read.
    """
    pictures = list_pictures(images)
    rows: list[Floats] = []
    people: list[int] = []
    paths: Sequence[Path] = [path for _, path in pictures]
    for (person, _), path in zip(pictures, track(paths), strict=True):
        image = load_picture(path)
        face = central_face(image, detect(image))
        if face is not None:
            rows.append(embed(image, face.box))
            people.append(person)
    if not rows:
        raise UsageError(f"No face was found in any of the {len(pictures)} pictures in {images}.")
    return Collection(np.stack(rows), np.array(people, np.int64), len(pictures) - len(rows))
