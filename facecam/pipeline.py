"""The stages as one object: a frame in, its faces with their names out.

No threads, no window, no files but the weights: whoever calls owns it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from facecam.boxes import areas
from facecam.detect.mtcnn import Mtcnn
from facecam.embed.crop import crop_face
from facecam.embed.facenet import FaceNet
from facecam.embed.stage import (
    Embedder,
    EmbeddingRequest,
    EmbeddingStage,
    InlineEmbedding,
    ThreadedEmbedding,
)
from facecam.errors import EmbeddingError
from facecam.match import Matcher, PreparedGallery, one_name_each
from facecam.network import Backend, open_network
from facecam.quality import fault, quality, visibility
from facecam.renewal import Renewable, renew
from facecam.scoring.calibrated_index import CalibratedScoring, CosineScoring
from facecam.scoring.calibration import NoCalibrationError, find_calibration
from facecam.track.follower import Follower
from facecam.track.identity import Identity
from facecam.track.pace import Pace
from facecam.track.schedule import next_to_embed
from facecam.track.search import Detector
from facecam.track.tracker import Track
from facecam.types import (
    Decision,
    Detection,
    FaceResult,
    FaceSample,
    Frame,
    FrameResult,
    GallerySnapshot,
    Image,
    Match,
    Reason,
)
from facecam.weights import find_model
from facecam.worker_thread import Stoppable, WorkerThread

log = logging.getLogger(__name__)


class Recogniser:
    """Detection, tracking, embedding and matching in one call. Owned by one thread.

    ``identify`` is for pictures that stand alone, ``recognise`` for the frames
    of one source in their order.

    Args:
        detector: finds the faces.
        embedder: makes their embeddings.
        matcher: decides who they are.

    Attributes:
        embedded: how many faces followed have been embedded.
    """

    def __init__(self, detector: Detector, embedder: Embedder, matcher: Matcher) -> None:
        self._embedder = embedder
        self._detector = detector
        self._stage: EmbeddingStage = InlineEmbedding(embedder)
        self._matcher = matcher
        self._preparation: WorkerThread[GallerySnapshot, PreparedGallery] | None = None
        self._wanted: GallerySnapshot | None = None
        self._follower = Follower(detector)
        self._identities: dict[int, Identity] = {}
        self._frame: Frame | None = None
        self._embedded_at = -np.inf
        self._is_settled = False
        self._named: list[int] = []
        self.embedded = 0

    @property
    def model_id(self) -> str:
        """The network whose embeddings this recogniser makes."""
        return self._embedder.model_id

    @property
    def _works_beside(self) -> bool:
        return self._preparation is not None

    @property
    def is_busy(self) -> bool:
        """Whether a search, an embedding or a gallery is being made beside this thread."""
        if self._preparation is None:
            return False
        is_prepared = self._preparation.is_free and self._wanted is None
        return not (is_prepared and self._stage.is_free and self._follower.is_up_to_date)

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on, or from when it is ready.

        Raises:
            ValueError: the snapshot holds another model's embeddings.
        """
        if snapshot.model_id != self.model_id:
            raise ValueError(f"gallery of {snapshot.model_id} given to {self.model_id}")
        rows, size = snapshot.embeddings.shape
        if rows and size != self._embedder.embedding_size:
            raise ValueError(f"gallery of {size} values given to {self.model_id}")
        if not self._works_beside:
            self._matcher.use_gallery(snapshot)
            self._is_settled = False
        else:
            self._wanted = snapshot
            self._matcher.expect(snapshot)
            self._is_settled = False
            self._collect_gallery()

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1."""
        self._matcher.stranger_rate = rate
        self._is_settled = False

    def work_in_threads(self, on_finished: Callable[[], None]) -> tuple[Stoppable, ...]:
        """Search, embed and make galleries ready in threads beside this one from now on.

        Args:
            on_finished: called from those threads after each piece of work; time to
                ``revise``.

        Returns:
            The threads; whoever asked for them stops them.
        """
        embedding = ThreadedEmbedding(self._embedder, on_finished)
        self._stage = embedding
        self._preparation = WorkerThread(self._matcher.prepare, on_finished, "facecam-gallery")
        return self._follower.search_in_thread(on_finished), embedding, self._preparation

    def set_pace(self, pace: Pace) -> None:
        """Do as much work as this from now on."""
        self._follower.pace = pace

    def recognise(self, frame: Frame) -> FrameResult:
        """Follow and name the faces of a source's next frame.

        One face a frame is embedded, the one of whom least is known; all of them
        in a frame that stands by itself, the first or one long after the last.
        An embedding made beside the frames counts in the next frame, or in
        ``revise``, whichever comes first; a newcomer's first is a embed_fast.
        """
        self._frame = frame
        self._collect_gallery()
        waiting = self._works_beside and any(
            self._identities[track.id].is_new for track in self._follower.present
        )
        alone = self._follower.follow(frame, newcomers_wait=waiting)
        self._embed(frame, len(self._follower.present) if alone else 1)
        return self._result(frame)

    def revise(self) -> FrameResult | None:
        """Return the last frame's result again if there is more to say of it by now.

        A search or an embedding was finished since, or the gallery or the setting
        is another.
        """
        self._collect_gallery()
        if self._frame is None:
            return None
        found = self._follower.catch_up()
        if not self._collect_embedding() and not found and self._is_settled:
            return None
        self._embed(self._frame, 1)
        return self._result(self._frame)

    def _collect_gallery(self) -> None:
        """Use the gallery that was made ready beside, and have the one wanted next made ready."""
        if self._preparation is None:
            return
        finished = self._preparation.finished()
        if finished is not None:
            self._matcher.use(finished[1])
            self._is_settled = False
        if self._wanted is not None and self._preparation.is_free:
            self._preparation.submit(self._wanted)
            self._wanted = None

    def _embed(self, frame: Frame, most: int) -> None:
        self._collect_embedding()
        self._sync_identities()
        faces = [
            (track, self._identities[track.id], visibility(track.detection))
            for track in self._follower.present
        ]
        while most:
            rested = frame.timeline_s - self._embedded_at >= self._follower.pace.embedding_rest_s
            chosen = (
                next_to_embed(faces, frame.timeline_s) if self._stage.is_free and rested else None
            )
            if chosen is None:
                return
            most -= self._submit(frame, *chosen[:2])
            self._collect_embedding()

    def _sync_identities(self) -> None:
        """Keep an identity for each track, and for none but those."""
        before = self._identities
        self._identities = {
            track.id: before.get(track.id) or Identity() for track in self._follower.tracks
        }

    def _submit(self, frame: Frame, track: Track, identity: Identity) -> bool:
        """Have a face embedded; return False where it cannot be judged, which is no work."""
        face = track.detection
        crop = crop_face(frame.image, face.box, face.turned_deg)
        reason = fault(face, crop)
        if reason is not None:
            identity.refuse(reason, frame.timeline_s)
            return False
        self._embedded_at = frame.timeline_s
        worth, seen = quality(face, crop), visibility(face)
        hurries = self._works_beside and identity.samples == 0
        self._stage.submit(
            EmbeddingRequest(track.id, crop, face.score, worth, seen, frame.timeline_s, hurries)
        )
        return True

    def _collect_embedding(self) -> bool:
        finished = self._stage.finished()
        if finished is None:
            return False
        request, sample = finished
        self.embedded += sample is not None
        identity = self._identities.get(request.track_id)
        if identity is None:  # the face has gone meanwhile
            return True
        if sample is None:
            identity.refuse(Reason.UNREADABLE, request.at)
        else:
            identity.add(sample, request.visibility, request.at, is_fast=request.is_fast)
        self._is_settled = False
        return True

    def _result(self, frame: Frame) -> FrameResult:
        present = self._follower.present
        ids = [track.id for track in present]
        if not self._is_settled or ids != self._named:
            self._name([self._identities[track_id] for track_id in ids])
            self._is_settled, self._named = True, ids
        faces = sorted(map(self._face, present), key=_size, reverse=True)
        return FrameResult(frame, tuple(faces), time.monotonic())

    def _face(self, track: Track) -> FaceResult:
        identity = self._identities[track.id]
        return FaceResult(
            track.detection, identity.match, track.id, identity.best, velocity=track.velocity
        )

    def _name(self, identities: Sequence[Identity]) -> None:
        embedded = [identity for identity in identities if identity.embedding is not None]
        vectors = [identity.embedding for identity in embedded if identity.embedding is not None]
        if not vectors:
            return
        held = [identity.match.person_id for identity in embedded]
        matches = self._matcher.match(np.stack(vectors), held)
        for identity, match in zip(embedded, one_name_each(matches), strict=True):
            evidence = match.evidence and replace(match.evidence, frames=identity.samples)
            identity.match = replace(match, evidence=evidence)

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

        Returns:
            The faces, as ``identify`` gives them and where they are in ``image``; and
            how far it had to be turned clockwise for them to be upright, degrees.
        """
        faces = self._all_identified(image, self._detector.detect_upright(image))
        return faces, faces[0].detection.turned_deg if faces else 0

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

    def samples(self, image: Image, detections: Sequence[Detection]) -> list[FaceSample]:
        """Cut out and embed the faces given.

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
        return self._matcher.match(np.stack([s.embedding for s in samples]))


def open_recogniser(
    gallery: Renewable | None = None,
    *,
    min_face_px: int = 40,
    one_stranger_in: int = 1000,
    threads: int = 2,
    backend: str = "litert",
    is_wanted: Callable[[], bool] = lambda: True,
) -> Recogniser:
    """Open the installed networks and put the pipeline together.

    Args:
        gallery: with whose snapshots faces will be compared, None for none. Samples in
            it that another network has embedded are embedded again, so that they count.
        min_face_px: the smallest face looked for, pixels.
        one_stranger_in: of so many strangers one may be given a name.
        threads: processor cores a network may use.
        backend: ``litert`` or ``tensorflow``.
        is_wanted: asked now and then whether to go on.

    Raises:
        WeightsError: weights are missing or damaged.
        GalleryError: the gallery cannot be read or written.
        CancelledError: the recogniser was not wanted any more.
    """
    runtime = Backend(backend)
    embedder = open_embedder(threads=threads, backend=runtime)
    embedder.warm_up()
    detector = open_detector(min_face_px=min_face_px, threads=threads, backend=runtime)
    scoring = open_scoring(embedder.model_id, embedder.embedding_size)
    matcher = Matcher(scoring, 1 / one_stranger_in)
    if gallery is not None:
        renew(gallery, embedder.model_id, embedder.embed, is_wanted)
    return Recogniser(detector, embedder, matcher)


def open_detector(*, min_face_px: int, threads: int, backend: Backend) -> Mtcnn:
    """Open the installed MTCNN; see ``open_recogniser``."""
    model = find_model("mtcnn")
    pnet, rnet, onet, refining_onet = (
        open_network(model, name, backend, threads) for name in ("pnet", "rnet", "onet", "onet")
    )
    return Mtcnn(pnet, rnet, onet, min_face_px=min_face_px, refining_onet=refining_onet)


def open_embedder(*, threads: int, backend: Backend) -> FaceNet:
    """Open the installed FaceNet; see ``open_recogniser``."""
    model = find_model("facenet")
    network = open_network(model, "facenet", backend, threads)
    return FaceNet(network, model.manifest.id, model.manifest.embedding_size or 0)


def open_scoring(model_id: str, size: int | None = None) -> CalibratedScoring | CosineScoring:
    """Return what compares the embeddings of a model: by its calibration, if there is one.

    Args:
        model_id: names the embeddings.
        size: how many values one has; None where that is not known.

    Raises:
        WeightsError: the calibration to use is damaged or another model's.
    """
    try:
        return CalibratedScoring(find_calibration(model_id, size))
    except NoCalibrationError:
        log.warning("There is no calibration: names are given by plain cosine similarity.")
        return CosineScoring()


def _size(face: FaceResult) -> float:
    return float(np.prod(np.maximum(face.detection.box[2:] - face.detection.box[:2], 0)))


def largest_first(detections: Sequence[Detection]) -> list[Detection]:
    """Sort by the area of the box."""
    if not detections:
        return []
    sizes = areas(np.stack([face.box for face in detections]))
    return [detections[index] for index in np.argsort(-sizes, kind="stable")]
