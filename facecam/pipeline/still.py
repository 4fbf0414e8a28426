"""Recognition in pictures that stand alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from facecam.boxes import areas
from facecam.embed.crop import crop_face
from facecam.embed.stage import Embedder
from facecam.errors import EmbeddingError
from facecam.match import Matcher
from facecam.quality import fault, quality
from facecam.track.search import Detector
from facecam.types import (
    Decision,
    Detection,
    FaceResult,
    FaceSample,
    GallerySnapshot,
    Image,
    Match,
    Reason,
)


class Recogniser:
    """Finds, embeds and names the faces of single pictures. Owned by one thread.

    Example::

        recogniser = open_recogniser()
        recogniser.use_gallery(store.snapshot(recogniser.model_id))
        for face in recogniser.identify(load_picture(path)):
            print(face.match.name, face.detection.box)

    Args:
        detector: finds the faces.
        embedder: makes their embeddings.
        matcher: decides who they are.
    """

    def __init__(self, detector: Detector, embedder: Embedder, matcher: Matcher) -> None:
        self._detector = detector
        self._embedder = embedder
        self._matcher = matcher

    @property
    def model_id(self) -> str:
        """The network whose embeddings this recogniser makes."""
        return self._embedder.model_id

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on.

        Raises:
            ValueError: the snapshot holds another model's embeddings.
        """
        refuse_another_model(snapshot, self._embedder)
        self._matcher.use_gallery(snapshot)

    def identify(self, image: Image) -> tuple[FaceResult, ...]:
        """Find and name the faces of one picture.

        Args:
            image: ``(height, width, 3)`` uint8, RGB, any size.

        Returns:
            The faces, largest first, each with its match and its sample, also those
            that cannot be judged: whoever enrols a picture decides.
        """
        return self._all_identified(image, self._detector.detect(image))

    def identify_upright(self, image: Image) -> tuple[tuple[FaceResult, ...], int]:
        """Find and name the faces of one picture, whichever way up it is.

        Args:
            image: ``(height, width, 3)`` uint8, RGB, any size.

        Returns:
            The faces, as ``identify`` gives them and where they are in ``image``; and
            how far it had to be turned clockwise for them to be upright, degrees.
        """
        faces = self._all_identified(image, self._detector.detect_upright(image))
        return faces, faces[0].detection.turned_deg if faces else 0

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        """Cut out and embed the faces given.

        Args:
            image: ``(height, width, 3)`` uint8, RGB.
            detections: where its faces are.

        Raises:
            EmbeddingError: the network gave no embedding of one of them.
        """
        crops = [crop_face(image, face.box, face.turned_deg) for face in detections]
        return [
            FaceSample(crop, embedding, self.model_id, face.score, quality(face, crop))
            for crop, embedding, face in zip(
                crops, self._embedder.embed(crops), detections, strict=True
            )
        ]

    def match(self, samples: Sequence[FaceSample]) -> list[Match]:
        """Compare samples with the gallery."""
        if not samples:
            return []
        return self._matcher.match(np.stack([sample.embedding for sample in samples]))

    def _all_identified(
        self, image: Image, detections: Sequence[Detection]
    ) -> tuple[FaceResult, ...]:
        return tuple(self._identified(image, face) for face in largest_first(detections))

    def _identified(self, image: Image, face: Detection) -> FaceResult:
        try:
            [sample] = self.samples(image, [face])
        except EmbeddingError:
            return FaceResult(face, Match(Decision.NOT_JUDGED, reason=Reason.UNREADABLE))
        reason = fault(face, sample.crop)
        [match] = [Match(Decision.NOT_JUDGED, reason=reason)] if reason else self.match([sample])
        return FaceResult(face, match, sample=sample)


def refuse_another_model(snapshot: GallerySnapshot, embedder: Embedder) -> None:
    """Check that a gallery's embeddings can be compared with an embedder's.

    Raises:
        ValueError: they are another model's, or of another size.
    """
    if snapshot.model_id != embedder.model_id:
        raise ValueError(f"gallery of {snapshot.model_id} given to {embedder.model_id}")
    rows, size = snapshot.embeddings.shape
    if rows and size != embedder.embedding_size:
        raise ValueError(f"gallery of {size} values given to {embedder.model_id}")


def largest_first(detections: Sequence[Detection]) -> list[Detection]:
    """Sort by the area of the box."""
    if not detections:
        return []
    sizes = areas(np.stack([face.box for face in detections]))
    return [detections[index] for index in np.argsort(-sizes, kind="stable")]
