"""What is to be seen in a clip: a full search of every frame, without haste.

It is the truth against which a live run is held. Faces are joined from frame
to frame by their boxes, and tracks to people by their embeddings; a track is
one person's only as far as detector and network can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.capture import open_source
from facecam.collection.subject import SampleMaker
from facecam.quality import visibility
from facecam.track.schedule import KeyFrames
from facecam.track.search import Detector
from facecam.track.tracker import Track, Tracker
from facecam.types import Detection, FaceSample, Floats, Image

LEAST_FRAMES = 12
"""A face seen more briefly, half a second, is nobody who could be known."""
SAME_PERSON = 0.5
"""Tracks whose best samples are on average this similar show one person."""


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceFrame:
    """The faces of one frame.

    Attributes:
        position_s: the frame's place in the clip, seconds.
        boxes: ``(n, 4)`` float32, pixels.
        tracks: ``(n,)`` which track each face belongs to.
    """

    position_s: float
    boxes: Floats
    tracks: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A clip's faces.

    Attributes:
        fps: the clip's frames a second.
        size: its width and height, pixels.
        frames: one for each frame, in their order.
        people: who each track of ``LEAST_FRAMES`` or more is, numbered from 0.
        samples: each person's best sample.
    """

    fps: float
    size: tuple[int, int]
    frames: tuple[ReferenceFrame, ...]
    people: dict[int, int]
    samples: tuple[FaceSample, ...]


@dataclass(slots=True, eq=False)
class _Best:
    visibility: float
    image: Image
    detection: Detection
    frames: int


def build_reference(clip: str, detector: Detector, recogniser: SampleMaker) -> Reference:
    """Search every frame of a clip.

    Args:
        clip: the video file.
        detector: what searches the frames.
        recogniser: what embeds the samples.

    Raises:
        CaptureError: the clip cannot be read.
    """
    source = open_source(clip)
    source.open()
    fps = source.fps or 25.0
    tracker, cuts = Tracker(), KeyFrames()
    best: dict[int, _Best] = {}
    frames: list[ReferenceFrame] = []
    size = (0, 0)
    try:
        while (picture := source.read()) is not None:
            at = len(frames) / fps if picture.position_s is None else picture.position_s
            size = (picture.image.shape[1], picture.image.shape[0])
            cuts.update(picture.image)
            if cuts.is_cut:
                tracker.clear()
            found = detector.detect(picture.image)
            tracks = tracker.update_all(found, at)
            boxes = np.array([face.box for face in found], np.float32).reshape(-1, 4)
            ids = np.array([track.id for track in tracks], np.int64)
            frames.append(ReferenceFrame(at, boxes, ids))
            for track in tracks:
                _keep_best(best, track, picture.image)
            _drop_brief(best, {track.id for track in tracker.tracks})
    finally:
        source.close()
    lasting = {track: seen for track, seen in best.items() if seen.frames >= LEAST_FRAMES}
    samples = [recogniser.samples(one.image, [one.detection])[0] for one in lasting.values()]
    person = _people([sample.embedding for sample in samples])
    worth = [one.visibility for one in lasting.values()]
    kept = [max(np.flatnonzero(person == who), key=lambda row: worth[row]) for who in _ids(person)]
    return Reference(
        fps,
        size,
        tuple(frames),
        {track: int(who) for track, who in zip(lasting, person, strict=True)},
        tuple(samples[row] for row in kept),
    )


def _keep_best(best: dict[int, _Best], track: Track, image: Image) -> None:
    worth = visibility(track.detection)
    before = best.get(track.id)
    if before is None:
        best[track.id] = _Best(worth, image, track.detection, 1)
        return
    before.frames += 1
    if worth > before.visibility:
        before.visibility, before.image, before.detection = worth, image, track.detection


def _drop_brief(best: dict[int, _Best], alive: set[int]) -> None:
    """Forget tracks that have ended and are nobody; each keeps a whole picture."""
    for track in [t for t, seen in best.items() if seen.frames < LEAST_FRAMES and t not in alive]:
        del best[track]


def _people(embeddings: Sequence[Floats]) -> NDArray[np.int64]:
    """Return who each track shows, numbered from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(embeddings) < 2:
        return np.zeros(len(embeddings), np.int64)
    tree = linkage(np.stack(embeddings), "average", metric="cosine")
    return np.asarray(fcluster(tree, 1 - SAME_PERSON, "distance"), np.int64) - 1


def _ids(person: NDArray[np.int64]) -> range:
    return range(int(person.max()) + 1 if len(person) else 0)
