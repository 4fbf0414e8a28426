"""The subject of a picture: the one face that it shows, embedded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from facecam.picture import load_picture
from facecam.types import Detection, FaceResult, FaceSample, Floats, Image, Reason

ProgressWrapper = Callable[[Sequence[Path]], Iterable[Path]]
"""Passes pictures through, and may show how far it is."""

CENTRE_BOX_SHARE = 0.4
"""How much of the picture's sides a face takes when none is found: in LFW's
pictures, 250 px wide, a face is about 100 px wide and stands in the middle."""


class SampleMaker(Protocol):
    """Cuts faces out and embeds them; ``facecam.pipeline.Recogniser`` is one."""

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        """Return the sample of each face given."""


class StillRecogniser(SampleMaker, Protocol):
    """Recognises the faces of pictures that stand alone, as ``facecam.pipeline.Recogniser``."""

    @property
    def model_id(self) -> str:
        """The network whose embeddings it makes."""

    def identify(self, image: Image) -> tuple[FaceResult, ...]:
        """Return the faces of a picture, largest first, each with its match and its sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A picture's face, embedded.

    Attributes:
        path: the picture.
        box: ``(4,)`` float32, what was embedded, pixels of the picture.
        embedding: ``(d,)`` float32 of length 1.
        is_found: whether there is a face; otherwise the middle was embedded.
        fault: why the program would not judge the face, None if it would.
        quality: its weight among the samples of a person enrolled, above 0, up to 1.
    """

    path: Path
    box: Floats
    embedding: Floats
    is_found: bool = True
    fault: Reason | None = None
    quality: float = 1.0


def embed_subjects(
    paths: Sequence[Path], recogniser: StillRecogniser, progress: ProgressWrapper = iter
) -> dict[Path, Subject]:
    """Embed the subject of each picture, each picture once.

    Args:
        paths: the pictures.
        recogniser: finds and embeds the faces.
        progress: passes ``paths`` through, and may show progress.

    Raises:
        PictureError: a picture cannot be read.
    """
    return {path: _embed_subject(path, recogniser) for path in progress(paths)}


def _embed_subject(path: Path, recogniser: StillRecogniser) -> Subject:
    image = load_picture(path)
    face = central_face(image, recogniser.identify(image))
    if face is not None and face.sample is not None:
        return Subject(
            path,
            face.detection.box,
            face.sample.embedding,
            fault=face.match.reason,
            quality=face.sample.quality,
        )
    middle = Detection(centre_box(image), np.zeros((5, 2), np.float32), 0.0)
    [sample] = recogniser.samples(image, [middle])
    return Subject(path, middle.box, sample.embedding, is_found=False)


def central_face(image: Image, faces: Sequence[FaceResult]) -> FaceResult | None:
    """Return the face that the picture is about: large and near the middle.

    Its area counts, less twice the square of its distance from the middle, so
    that a bigger bystander at the edge loses against the face in the middle.
    """

    def weight(face: FaceResult) -> float:
        x1, y1, x2, y2 = (float(value) for value in face.detection.box)
        from_centre = np.hypot((x1 + x2 - image.shape[1]) / 2, (y1 + y2 - image.shape[0]) / 2)
        return (x2 - x1) * (y2 - y1) - 2.0 * float(from_centre) ** 2

    return max(faces, key=weight, default=None)


def centre_box(image: Image) -> Floats:
    """Return the box ``(4,)`` in the middle where a face should have been."""
    size = np.array([image.shape[1], image.shape[0]], np.float32)
    half = size * CENTRE_BOX_SHARE / 2
    return np.concatenate([size / 2 - half, size / 2 + half])
