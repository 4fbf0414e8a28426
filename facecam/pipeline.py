"""The stages as one object: a frame in, its faces with their names out.

No threads, no window, no files but the weights: whoever calls owns it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from facecam.boxes import areas
from facecam.detect.mtcnn import Mtcnn
from facecam.embed.crop import crop_face
from facecam.embed.facenet import FaceNet
from facecam.match import Matcher
from facecam.network import Backend, open_network
from facecam.quality import quality
from facecam.track.identity import Identity, one_name_each
from facecam.track.schedule import KeyFrames, next_to_embed
from facecam.track.tracker import Track, Tracker
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

LEAST_FACE = 0.5
"""The probability with which a face followed still counts as seen. Lower than for
a new face: where one was a moment ago, one is likely."""


HYSTERESIS = 0.05
"""How far a named track's similarity may fall below the limit before it loses the name."""
LONGEST_STEP_S = 0.8
"""Frames further apart, such as a folder's pictures, say nothing about where a face went."""


class Detector(Protocol):
    """Finds faces."""

    def detect(self, image: Image) -> list[Detection]:
        """Return the faces of an RGB picture of any size."""

    def refine(self, image: Image, boxes: Floats, threshold: float) -> list[Detection | None]:
        """Return the face at each of ``(n, 4)`` expected boxes, or None where none is."""


class Embedder(Protocol):
    """Turns crops into unit vectors."""

    model_id: str
    embedding_size: int

    def embed(self, crops: Sequence[Image]) -> Floats:
        """Return ``(n, d)`` float32 unit rows for n crops, ``(160, 160, 3)`` uint8, RGB."""


class Recogniser:
    """Detection, tracking, embedding and matching in one call. Owned by one thread.

    ``identify`` is for pictures that stand alone, ``recognise`` for the frames
    of one source in their order.

    Args:
        detector: finds the faces.
        embedder: makes their embeddings.
        matcher: decides who they are.
    """

    def __init__(self, detector: Detector, embedder: Embedder, matcher: Matcher) -> None:
        self._detector = detector
        self._embedder = embedder
        self._matcher = matcher
        self._lenient = Matcher(max(matcher.limit - HYSTERESIS, -1.0))
        self._gallery = empty_gallery(embedder.model_id, embedder.embedding_size)
        self._tracker = Tracker()
        self._key_frames = KeyFrames()
        self._identities: dict[int, Identity] = {}
        self._last_at = -np.inf

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
        """Follow and name the faces of a source's next frame.

        The whole picture is searched on key frames only; between them each face
        is looked for where it should be. One face a frame is embedded, the one
        of whom least is known; all of them in a frame that stands by itself, the
        first or one long after the last.
        """
        at = moment(frame)
        elapsed, self._last_at = at - self._last_at, at
        alone = not 0 <= elapsed <= LONGEST_STEP_S
        self._follow(frame, alone)
        present = [track for track in self._tracker.tracks if track.misses == 0]
        self._embed(frame, present, len(present) if alone else 1)
        self._name([self._identities[track.id] for track in present])
        faces = [self._result(track) for track in present]
        return FrameResult(frame, tuple(sorted(faces, key=_size, reverse=True)), time.monotonic())

    def _follow(self, frame: Frame, alone: bool) -> None:
        at, image, tracker = moment(frame), frame.image, self._tracker
        cut = self._key_frames.is_cut(image) or alone
        if cut:
            tracker.clear()
        before = {track.id for track in tracker.tracks}
        if cut or self._key_frames.is_due(at, tracker.tracks):
            tracker.update_all(self._detector.detect(image), at)
            self._key_frames.searched(at, before != {track.id for track in tracker.tracks})
        else:
            expected = tracker.expected(at)
            tracker.update_each(self._detector.refine(image, expected, LEAST_FACE), at)
        self._identities = {
            track.id: self._identities.get(track.id) or Identity() for track in tracker.tracks
        }

    def _embed(self, frame: Frame, present: Sequence[Track], most: int) -> None:
        at = moment(frame)
        faces = [(track, self._identities[track.id]) for track in present]
        for _ in range(most):
            chosen = next_to_embed(faces, at)
            if chosen is None:
                return
            track, identity = chosen
            [sample] = self.samples(frame.image, [track.detection])
            identity.add(sample, quality(track.detection), at)

    def _name(self, identities: Sequence[Identity]) -> None:
        embedded = [identity for identity in identities if identity.embedding is not None]
        vectors = [identity.embedding for identity in embedded if identity.embedding is not None]
        if not vectors:
            return
        fresh = self._matcher.match(np.stack(vectors), self._gallery)
        lenient = self._lenient.match(np.stack(vectors), self._gallery)
        settled = [
            held if held.person_id == identity.match.person_id else new
            for identity, new, held in zip(embedded, fresh, lenient, strict=True)
        ]
        for identity, match in zip(embedded, one_name_each(settled), strict=True):
            identity.match = match

    def _result(self, track: Track) -> FaceResult:
        identity = self._identities[track.id]
        return FaceResult(track.detection, identity.match, track.id, identity.best)

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


def moment(frame: Frame) -> float:
    """Return a frame's time for tracking: its place in the clip, else when it was captured.

    A clip worked through faster or slower than it plays moves as it was filmed.
    """
    return frame.captured_at if frame.position_s is None else frame.position_s


def _size(face: FaceResult) -> float:
    return float(np.prod(np.maximum(face.detection.box[2:] - face.detection.box[:2], 0)))


def largest_first(detections: Sequence[Detection]) -> list[Detection]:
    """Sort by the area of the box."""
    if not detections:
        return []
    sizes = areas(np.stack([face.box for face in detections]))
    return [detections[index] for index in np.argsort(-sizes, kind="stable")]
