"""The stages as one object: a frame in, its faces with their names out.

No threads, no window, no files but the weights: whoever calls owns it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from facecam.detect.boxes import areas
from facecam.detect.mtcnn import Mtcnn
from facecam.embed.crop import crop_face
from facecam.embed.facenet import FaceNet
from facecam.match import Matcher
from facecam.network import Backend, open_network
from facecam.types import (
    Detection,
    FaceResult,
    FaceSample,
    Floats,
    Frame,
    FrameResult,
    GallerySnapshot,
    Image,
    Match,
)
from facecam.weights import find_model


class Detector(Protocol):
    """Finds faces."""

    def detect(self, image: Image) -> list[Detection]:
        """Return the faces of an RGB picture of any size."""


class Embedder(Protocol):
    """Turns crops into unit vectors."""

    model_id: str
    embedding_size: int

    def embed(self, crops: Sequence[Image]) -> Floats:
        """Return ``(n, d)`` float32 unit rows for n crops, ``(160, 160, 3)`` uint8, RGB."""


class Recogniser:
    """Detection, embedding and matching in one call. Owned by one thread.

    Args:
        detector: finds the faces.
        embedder: makes their embeddings.
        matcher: decides who they are.
    """

    def __init__(self, detector: Detector, embedder: Embedder, matcher: Matcher) -> None:
        self._detector = detector
        self._embedder = embedder
        self._matcher = matcher
        self._gallery = empty_gallery(embedder.model_id, embedder.embedding_size)

    @property
    def model_id(self) -> str:
        """The network whose embeddings this recogniser makes."""
        return self._embedder.model_id

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on.

        Raises:
            ValueError: the snapshot holds another model's embeddings.
        """
        if snapshot.model_id != self.model_id:
            raise ValueError(f"gallery of {snapshot.model_id} given to {self.model_id}")
        self._gallery = snapshot

    def recognise(self, frame: Frame) -> FrameResult:
        """Find and name the faces of one frame."""
        faces = self.identify(frame.image)
        return FrameResult(frame, faces, time.monotonic())

    def identify(self, image: Image) -> tuple[FaceResult, ...]:
        """Find and name the faces of one picture.

        Args:
            image: ``(height, width, 3)`` uint8, RGB, any size.

        Returns:
            The faces, largest first, each with its sample and its match.
        """
        found = largest_first(self._detector.detect(image))
        samples = self.samples(image, found)
        matches = self.match(samples)
        return tuple(
            FaceResult(detection, match, sample=sample)
            for detection, match, sample in zip(found, matches, samples, strict=True)
        )

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        """Cut out and embed the faces given."""
        crops = [crop_face(image, face.box) for face in detections]
        return [
            FaceSample(crop, embedding, self.model_id, face.score)
            for crop, embedding, face in zip(
                crops, self._embedder.embed(crops), detections, strict=True
            )
        ]

    def match(self, samples: Sequence[FaceSample]) -> list[Match]:
        """Compare samples with the gallery."""
        if not samples:
            return []
        return self._matcher.match(np.stack([s.embedding for s in samples]), self._gallery)


def open_recogniser(
    *,
    min_face_px: int = 40,
    limit: float = 0.60,
    threads: int = 2,
    backend: str = "litert",
) -> Recogniser:
    """Open the installed networks and put the pipeline together.

    Args:
        min_face_px: the smallest face looked for, pixels.
        limit: the cosine similarity from which a face is named.
        threads: processor cores a network may use.
        backend: ``litert`` or ``tensorflow``.

    Raises:
        WeightsError: weights are missing or damaged.
    """
    runtime = Backend(backend)
    detector = open_detector(min_face_px=min_face_px, threads=threads, backend=runtime)
    return Recogniser(detector, open_embedder(threads=threads, backend=runtime), Matcher(limit))


def open_detector(*, min_face_px: int, threads: int, backend: Backend) -> Mtcnn:
    """Open the installed MTCNN; see ``open_recogniser``."""
    folder = find_model("mtcnn").folder
    pnet, rnet, onet = (
        open_network(folder, name, backend, threads) for name in ("pnet", "rnet", "onet")
    )
    return Mtcnn(pnet, rnet, onet, min_face_px=min_face_px)


def open_embedder(*, threads: int, backend: Backend) -> FaceNet:
    """Open the installed FaceNet; see ``open_recogniser``."""
    model = find_model("facenet")
    network = open_network(model.folder, "facenet", backend, threads)
    return FaceNet(network, model.manifest.id, model.manifest.embedding_size or 0)


def empty_gallery(model_id: str, embedding_size: int) -> GallerySnapshot:
    """Return a gallery with nobody in it."""
    nobody = np.empty((0, embedding_size), np.float32)
    return GallerySnapshot(model_id, nobody, np.empty(0, np.int64), {})


def largest_first(detections: Sequence[Detection]) -> list[Detection]:
    """Sort by the area of the box."""
    if not detections:
        return []
    sizes = areas(np.stack([face.box for face in detections]))
    return [detections[index] for index in np.argsort(-sizes, kind="stable")]
