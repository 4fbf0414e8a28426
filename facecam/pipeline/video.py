"""Recognition in the frames of one source, in their order."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from facecam.embed.stage import Embedder
from facecam.match import Matcher
from facecam.pipeline.identities import Identities
from facecam.pipeline.preparation import GalleryPreparation
from facecam.pipeline.still import refuse_another_model
from facecam.track.follower import Follower
from facecam.track.pace import Pace
from facecam.track.search import Detector
from facecam.track.tracker import Track
from facecam.types import FaceResult, Frame, FrameResult, GallerySnapshot
from facecam.worker_thread import Stoppable


class VideoRecogniser:
    """Follows and names the faces of one source. Owned by one thread.

    Example::

        recogniser = open_video_recogniser()
        recogniser.use_gallery(store.snapshot(recogniser.model_id))
        for frame in frames:
            for face in recogniser.recognise(frame).faces:
                print(face.track_id, face.match.name)

    Args:
        detector: finds the faces.
        embedder: makes their embeddings.
        matcher: decides who they are.
    """

    def __init__(self, detector: Detector, embedder: Embedder, matcher: Matcher) -> None:
        self._embedder = embedder
        self._matcher = matcher
        self._follower = Follower(detector)
        self._identities = Identities(embedder, matcher)
        self._preparation: GalleryPreparation | None = None
        self._frame: Frame | None = None

    @property
    def model_id(self) -> str:
        """The network whose embeddings this recogniser makes."""
        return self._embedder.model_id

    @property
    def embedded(self) -> int:
        """How many of the faces followed have been embedded."""
        return self._identities.embedded

    @property
    def is_busy(self) -> bool:
        """Whether a search, an embedding or a gallery is being made in another thread."""
        if self._preparation is None:
            return False
        is_up_to_date = self._identities.is_free and self._follower.is_up_to_date
        return not (self._preparation.is_done and is_up_to_date)

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on, or from when it is prepared.

        Raises:
            ValueError: the snapshot holds another model's embeddings.
        """
        refuse_another_model(snapshot, self._embedder)
        if self._preparation is None:
            self._matcher.use_gallery(snapshot)
        else:
            self._preparation.want(snapshot)
        self._identities.have_changed()

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1."""
        self._matcher.stranger_rate = rate
        self._identities.have_changed()

    def set_pace(self, pace: Pace) -> None:
        """Do as much work as this from now on."""
        self._follower.pace = pace

    def work_in_threads(self, on_finished: Callable[[], None]) -> tuple[Stoppable, ...]:
        """Search, embed and prepare galleries in threads of their own from now on.

        Args:
            on_finished: called from those threads after each piece of work; time to
                ``revise``.

        Returns:
            The threads; whoever asked for them stops them.
        """
        self._preparation = GalleryPreparation(self._matcher, on_finished)
        return (
            self._follower.search_in_thread(on_finished),
            self._identities.embed_in_thread(on_finished),
            self._preparation,
        )

    def recognise(self, frame: Frame) -> FrameResult:
        """Follow and name the faces of a source's next frame.

        One face a frame is embedded, the one of whom least is known; all of them
        in a frame that stands by itself, the first or one long after the last.
        What other threads finish counts in the next frame, or in ``revise``,
        whichever comes first.
        """
        self._frame = frame
        self._collect_gallery()
        waiting = self._identities.wait_for_first(self._follower.present)
        alone = self._follower.follow(frame, newcomers_wait=waiting)
        self._identities.collect()
        return self._result(frame, len(self._follower.present) if alone else 1)

    def revise(self) -> FrameResult | None:
        """Return the last frame's result again if there is more to say of it by now.

        A search or an embedding was finished since, or the gallery or the setting
        is another.
        """
        self._collect_gallery()
        if self._frame is None:
            return None
        was_found, was_embedded = self._follower.catch_up(), self._identities.collect()
        if self._identities.are_named and not was_found and not was_embedded:
            return None
        return self._result(self._frame, 1)

    def _collect_gallery(self) -> None:
        if self._preparation is not None and self._preparation.collect():
            self._identities.have_changed()

    def _result(self, frame: Frame, most: int) -> FrameResult:
        """Embed and name the faces that are followed to this frame, ``most`` at most."""
        present = self._follower.present
        self._identities.keep(self._follower.tracks)
        self._identities.embed(frame, present, most, self._follower.pace.embedding_rest_s)
        self._identities.name(present)
        faces = sorted(map(self._face, present), key=_area_px, reverse=True)
        return FrameResult(frame, tuple(faces), time.monotonic())

    def _face(self, track: Track) -> FaceResult:
        identity = self._identities[track.id]
        return FaceResult(
            track.detection, identity.match, track.id, identity.best, velocity=track.velocity
        )


def _area_px(face: FaceResult) -> float:
    return float(np.prod(np.maximum(face.detection.box[2:] - face.detection.box[:2], 0)))
