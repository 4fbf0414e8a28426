"""Keeps each face's id from frame to frame.

Each track moves at a constant velocity, corrected by what is seen (an
alpha-beta filter: the steady state of a Kalman filter with constant velocity;
Kalata, "The Tracking Index", 1984). Faces found by a full detection are
assigned to tracks by the overlap of their boxes, all at once (Kuhn's Hungarian
method, as in Bewley et al., "Simple Online and Realtime Tracking", 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from facecam.boxes import overlaps
from facecam.types import Detection, Floats

POSITION_GAIN = 0.85
VELOCITY_GAIN = 0.4
LEAST_OVERLAP = 0.15
"""Boxes that overlap less belong to different faces."""
SAME_FACE_OVERLAP = 0.6
"""Two tracks whose boxes overlap more have run into the same face."""
BRIDGED_MISSES = 6
"""How many frames in a row a face may be unseen and keep its id."""


@dataclass(slots=True, eq=False)
class Track:
    """One face over time; changed by its ``Tracker`` only.

    Attributes:
        id: never given to another face.
        detection: the face where it was last seen.
        velocity: ``(4,)`` float32, pixels a second of x1, y1, x2, y2.
        seen_at: ``timeline_s`` of that frame.
        hits: in how many frames it was seen.
        misses: for how many frames in a row it has not been seen.
    """

    id: int
    detection: Detection
    velocity: Floats
    seen_at: float
    hits: int = 1
    misses: int = 0

    def box_at(self, at: float) -> Floats:
        """Return where the box should be at a time, ``(4,)`` float32."""
        expected: Floats = self.detection.box + self.velocity * np.float32(at - self.seen_at)
        return expected

    def see(self, detection: Detection, at: float) -> None:
        """Correct place and velocity by where the face was detected at time ``at``."""
        elapsed = max(at - self.seen_at, 1e-3)
        surprise = detection.box - self.box_at(at)
        box = (detection.box - (1 - POSITION_GAIN) * surprise).astype(np.float32)
        gain = VELOCITY_GAIN if self.hits > 1 else 1.0  # two points make the first velocity
        self.velocity = (self.velocity + gain * surprise / elapsed).astype(np.float32)
        self.detection = replace(detection, box=box)
        self.seen_at = at
        self.hits += 1
        self.misses = 0

    def shift(self, offsets: Floats) -> None:
        """Move the face as a search of the whole picture corrects its place.

        The landmarks move as the middle of the box does.

        Args:
            offsets: ``(4,)`` float32, pixels added to x1, y1, x2, y2.
        """
        box = (self.detection.box + offsets).astype(np.float32)
        landmarks = (self.detection.landmarks + (offsets[:2] + offsets[2:]) / 2).astype(np.float32)
        self.detection = replace(self.detection, box=box, landmarks=landmarks)


class Tracker:
    """All tracks of one source. Owned by the worker's thread.

    Example::

        tracker = Tracker()
        for frame in frames:
            tracker.update_all(detector.detect(frame.image), frame.timeline_s)
            print([track.id for track in tracker.tracks])

    Attributes:
        tracks: those alive, oldest first; among them some not seen in this frame.
    """

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._last_id = 0

    def clear(self) -> None:
        """Forget all tracks, as after a cut. Ids are not used again."""
        self.tracks = []

    def expected(self, at: float) -> Floats:
        """Return where each track's box should be at a time, ``(n, 4)``."""
        if not self.tracks:
            return np.empty((0, 4), np.float32)
        return np.stack([track.box_at(at) for track in self.tracks])

    def update_all(self, detections: Sequence[Detection], at: float) -> list[Track]:
        """Assign the faces of a whole frame to tracks, and begin tracks for the others.

        Args:
            detections: all faces of the frame.
            at: the frame's ``timeline_s``.

        Returns:
            The track of each detection.
        """
        pairs = assign(self.expected(at), detections)
        seen = {row: detections[column] for row, column in pairs}
        known = {column: self.tracks[row] for row, column in pairs}
        self._update([seen.get(row) for row in range(len(self.tracks))], at)
        return [
            known.get(column) or self._begin(detection, at)
            for column, detection in enumerate(detections)
        ]

    def update_each(self, refined: Sequence[Detection | None], at: float) -> None:
        """Update each track with the face at its expected box, None where there is none.

        Args:
            refined: one for each of ``tracks``, in their order.
            at: the frame's ``timeline_s``.
        """
        self._update(without_doubles(refined), at)

    def adopt(self, found: Track, lost: Track | None) -> bool:
        """Take over a face that another tracker has followed, unless it is followed here too.

        Args:
            found: the face, seen in the last frame.
            lost: which of ``tracks`` it is; None for a newcomer.

        Returns:
            Whether it was taken over.
        """
        others = [track for track in self.tracks if track.misses == 0 and track is not lost]
        boxes = [track.detection.box for track in others]
        if boxes and overlaps(found.detection.box[None], np.stack(boxes)).max() > SAME_FACE_OVERLAP:
            return False
        seen_before = 0 if lost is None else lost.hits
        track = lost or self._begin(found.detection, found.seen_at)
        track.detection, track.velocity, track.seen_at = (
            found.detection,
            found.velocity,
            found.seen_at,
        )
        track.hits, track.misses = seen_before + found.hits, 0
        return True

    def _update(self, seen: Sequence[Detection | None], at: float) -> None:
        for track, detection in zip(self.tracks, seen, strict=True):
            if detection is None:
                track.misses += 1
            else:
                track.see(detection, at)
        self.tracks = [track for track in self.tracks if track.misses <= BRIDGED_MISSES]

    def _begin(self, detection: Detection, at: float) -> Track:
        self._last_id += 1
        track = Track(self._last_id, detection, np.zeros(4, np.float32), at)
        self.tracks.append(track)
        return track


def assign(expected: Floats, detections: Sequence[Detection]) -> list[tuple[int, int]]:
    """Pair expected boxes ``(n, 4)`` with detections so that they overlap most in all.

    Returns:
        Pairs of (row of ``expected``, index into ``detections``).
    """
    if not detections:
        return []
    return assign_boxes(expected, np.stack([face.box for face in detections]))


def assign_boxes(first: Floats, second: Floats) -> list[tuple[int, int]]:
    """Pair boxes ``(n, 4)`` with boxes ``(m, 4)`` so that they overlap most in all.

    Returns:
        Pairs of (row of ``first``, row of ``second``).
    """
    overlap = overlaps(first, second)
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if overlap[row, column] >= LEAST_OVERLAP
    ]


def without_doubles(seen: Sequence[Detection | None]) -> list[Detection | None]:
    """Return ``seen`` with None for each track that ran into an older track's face."""
    kept: list[Detection | None] = []
    for detection in seen:
        others = [face.box for face in kept if face is not None]
        double = (
            detection is not None
            and len(others) > 0
            and overlaps(detection.box[None], np.stack(others)).max() > SAME_FACE_OVERLAP
        )
        kept.append(None if double else detection)
    return kept
