"""Searching whole pictures for faces, and refining the faces that are already tracked.

Refining the expected boxes takes a few milliseconds, a search of the whole
picture ten times as long. ``InlineSearch`` does one or the other on each frame, for
callers that want every frame's answer complete. ``ThreadedSearch`` searches in a
thread of its own while the tracks are refined on every frame; the faces it
finds are then followed through the frames that came meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from facecam.boxes import overlaps
from facecam.track.tracker import Track, Tracker, assign
from facecam.types import Detection, Floats, Frame, Image
from facecam.worker_thread import WorkerThread

LEAST_FACE = 0.6
"""The least probability with which a tracked face counts as seen. Lower than for a new
face: where there was one in the last frame, another is likely."""

AROUND = np.array([(0.3, 0), (-0.3, 0), (0, 0.3), (0, -0.3)], np.float32)
"""Further boxes that are refined for a face whose velocity is not known: offsets, x and y,
in sides of its box. O-Net finds a face up to 0.3 sides away: with these, up to 0.5, which
is a walk past the camera."""
WELL_FOLLOWED = 0.5
"""A track whose box overlaps the face that was found less has drifted off it."""
MOST_FRAMES = 8
"""How many frames are kept to bring a face up to date through."""


class Detector(Protocol):
    """Finds faces."""

    def detect(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        """Return the faces of an RGB picture of any size.

        Args:
            image: ``(height, width, 3)`` uint8, RGB.
            min_face_factor: the smallest face to find, as a multiple of the usual.
        """

    def detect_upright(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        """Return the same, whichever way up the picture is."""

    def refine(self, image: Image, boxes: Floats, threshold: float) -> list[Detection | None]:
        """Return the face at each of ``(n, 4)`` expected boxes, or None where none is."""


class Search(Protocol):
    """Updates a tracker with the faces of each frame. Used by one thread."""

    @property
    def is_free(self) -> bool:
        """Whether no search is running, and none has a result that ``catch_up`` would use."""

    def process(self, frame: Frame, tracker: Tracker, min_face_factor: float | None) -> bool:
        """Update the tracks with the next frame.

        Args:
            frame: the frame.
            tracker: whose tracks to update.
            min_face_factor: the smallest face to find in the whole picture, see
                ``Detector``; None if the whole picture need not be searched.

        Returns:
            Whether a search of this frame was begun.
        """

    def catch_up(self, tracker: Tracker, timeout_s: float = 0.0) -> bool:
        """Add the faces found by a search of an earlier frame; return whether there were any.

        Args:
            tracker: whose tracks to update, to the last frame processed.
            timeout_s: how long to wait for the search that is running, seconds.
        """

    def forget(self) -> None:
        """Drop the search of an earlier frame, because the scene has changed."""


class InlineSearch:
    """Searches the whole picture or refines the tracks, in the caller's thread."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    @property
    def is_free(self) -> bool:
        """Always true: a search is over when ``process`` returns."""
        return True

    def process(self, frame: Frame, tracker: Tracker, min_face_factor: float | None) -> bool:
        """See ``Search``."""
        if min_face_factor is None:
            _follow(self._detector, frame, tracker)
            return False
        tracker.update_all(_search(self._detector, frame, min_face_factor), frame.timeline_s)
        return True

    def catch_up(self, tracker: Tracker, timeout_s: float = 0.0) -> bool:  # noqa: ARG002 - the Protocol has it
        """Return False: no search is ever late."""
        return False

    def forget(self) -> None:
        """Do nothing: no search is running."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchRequest:
    """A frame to be searched.

    Attributes:
        frame: the frame.
        min_face_factor: see ``Detector.detect``.
        track_ids: the tracks there were.
        boxes: ``(n, 4)`` float32, where they were.
    """

    frame: Frame
    min_face_factor: float
    track_ids: tuple[int, ...]
    boxes: Floats


class ThreadedSearch(WorkerThread[SearchRequest, list[Detection]]):
    """Searches whole pictures in a thread of its own; refines the tracks in the caller's.

    Args:
        detector: whole pictures are searched in that thread, its ``refine`` is called
            from the caller's.
        on_finished: called from that thread after each search; must return at once.
    """

    def __init__(self, detector: Detector, on_finished: Callable[[], None]) -> None:
        super().__init__(
            lambda request: _search(detector, request.frame, request.min_face_factor),
            on_finished,
            "facecam-search",
        )
        self._detector = detector
        self._since: list[Frame] = []
        self._is_stale = False

    def process(self, frame: Frame, tracker: Tracker, min_face_factor: float | None) -> bool:
        """See ``Search``."""
        self.catch_up(tracker)
        _follow(self._detector, frame, tracker)
        if not self.is_free:
            self._keep(frame)
            return False
        if min_face_factor is None:
            return False
        ids = tuple(track.id for track in tracker.tracks)
        self._since, self._is_stale = [], False
        self.submit(SearchRequest(frame, min_face_factor, ids, tracker.expected(frame.timeline_s)))
        return True

    def catch_up(self, tracker: Tracker, timeout_s: float = 0.0) -> bool:
        """See ``Search``."""
        finished = self.finished(timeout_s)
        if finished is None:
            return False
        request, found = finished
        changed = not self._is_stale and self._add_found(request, found, tracker)
        self._since = []
        return changed

    def forget(self) -> None:
        """See ``Search``."""
        self._is_stale = True
        self._since = []

    def _keep(self, frame: Frame) -> None:
        self._since.append(frame)
        if len(self._since) > MOST_FRAMES:
            del self._since[-2::-2]  # further apart, but up to now

    def _add_found(
        self, request: SearchRequest, found: Sequence[Detection], tracker: Tracker
    ) -> bool:
        """Add the faces that are not tracked yet; return whether there were any.

        A face that is tracked corrects its track's place; any other is followed through the
        frames that came since, and added if it is still seen in the last.
        """
        alive = {track.id: track for track in tracker.tracks}
        followed: dict[int, Track | None] = dict.fromkeys(range(len(found)))
        for row, column in assign(request.boxes, found):
            track = alive.get(request.track_ids[row])
            shared = overlaps(request.boxes[row : row + 1], found[column].box[None])[0, 0]
            if track is not None and track.misses == 0 and shared >= WELL_FOLLOWED:
                del followed[column]
                track.shift(found[column].box - request.boxes[row])
            else:
                followed[column] = track
        missed = [(found[column], track) for column, track in followed.items()]
        late = Tracker()
        late.update_all([face for face, _ in missed], request.frame.timeline_s)
        lost = dict(zip(late.tracks, (track for _, track in missed), strict=True))
        for frame in self._since:
            _follow(self._detector, frame, late)
        adopted = [tracker.adopt(t, lost[t]) for t in late.tracks if t.misses == 0]
        return any(adopted)


def _search(detector: Detector, frame: Frame, min_face_factor: float) -> list[Detection]:
    detect = detector.detect_upright if frame.is_still else detector.detect
    return detect(frame.image, min_face_factor)


def _follow(detector: Detector, frame: Frame, tracker: Tracker) -> None:
    """Refine each track's expected box, and boxes around it where its velocity is not known."""
    if not tracker.tracks:
        return
    expected = tracker.expected(frame.timeline_s)
    unsure = [i for i, track in enumerate(tracker.tracks) if track.hits == 1 or track.misses]
    sides = np.tile(expected[unsure, 2:] - expected[unsure, :2], 2)
    shifted = (expected[unsure] + step * sides for step in np.tile(AROUND, 2))
    boxes = np.concatenate([expected, *shifted]).astype(np.float32)
    seen = detector.refine(frame.image, boxes, LEAST_FACE)
    best = seen[: len(expected)]
    for place, face in enumerate(seen[len(expected) :]):
        row = unsure[place % len(unsure)]
        best[row] = max(best[row], face, key=_score)
    tracker.update_each(best, frame.timeline_s)


def _score(face: Detection | None) -> float:
    return -1.0 if face is None else face.score
