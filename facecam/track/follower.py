"""The faces of one source, tracked from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from facecam.track.pace import STEPS, Pace
from facecam.track.schedule import KeyFrames
from facecam.track.search import Detector, InlineSearch, Search, ThreadedSearch
from facecam.track.tracker import Track, Tracker
from facecam.types import Frame

LONGEST_STEP_S = 0.8
"""From frames further apart, such as a folder's pictures, no face is followed to the next."""
FIRST_SEARCH_TIMEOUT_S = 1.0
"""How long a frame that stands alone waits to be searched."""


class Follower:
    """The tracks of one source. Owned by the worker's thread.

    The whole picture is searched on key frames only; between them each face is
    refined at its expected box.

    Args:
        detector: finds the faces.

    Attributes:
        pace: how often and how finely the whole picture may be searched.
    """

    def __init__(self, detector: Detector) -> None:
        self.pace: Pace = STEPS[0]
        self._detector = detector
        self._search: Search = InlineSearch(detector)
        self._tracker = Tracker()
        self._key_frames = KeyFrames()
        self._last_at = -np.inf

    @property
    def tracks(self) -> Sequence[Track]:
        """All tracks alive, oldest first; among them some not seen in the last frame."""
        return self._tracker.tracks

    @property
    def present(self) -> list[Track]:
        """The tracks seen in the last frame, oldest first."""
        return [track for track in self._tracker.tracks if track.misses == 0]

    def search_in_thread(self, on_finished: Callable[[], None]) -> ThreadedSearch:
        """Search whole pictures in a thread of their own from now on.

        Args:
            on_finished: called from that thread after each; time to ``catch_up``.

        Returns:
            The thread; whoever asked for it stops it.
        """
        self._search = threaded = ThreadedSearch(self._detector, on_finished)
        return threaded

    def follow(self, frame: Frame, *, newcomers_wait: bool = False) -> bool:
        """Update the tracks with the source's next frame.

        Args:
            frame: the frame.
            newcomers_wait: whether some of the faces have not been embedded yet.

        Returns:
            Whether the frame stands alone: it is the first, or long after the last.
        """
        at = frame.timeline_s
        elapsed, self._last_at = at - self._last_at, at
        alone = not 0 <= elapsed <= LONGEST_STEP_S
        self._key_frames.update(frame.image)
        if self._key_frames.is_cut or alone:
            self._tracker.clear()
            self._search.forget()
            self._key_frames.forget()
        if alone:  # what was searched before is over, so that this frame can be
            self._search.catch_up(self._tracker, FIRST_SEARCH_TIMEOUT_S)
        due = self._key_frames.is_due(
            at,
            self._tracker.tracks,
            self.pace.key_interval_s,
            newcomers_wait=newcomers_wait,
        )
        if self._search.process(frame, self._tracker, self.pace.min_face_factor if due else None):
            self._key_frames.searched(at)
        if alone:  # nobody is followed yet, and an answer without a search would be wrong
            self._search.catch_up(self._tracker, FIRST_SEARCH_TIMEOUT_S)
        return alone

    @property
    def is_up_to_date(self) -> bool:
        """Whether no search is running, and none has a result that ``catch_up`` would use."""
        return self._search.is_free

    def catch_up(self, timeout_s: float = 0.0) -> bool:
        """Add the faces found by a search in another thread; return whether there were any.

        Args:
            timeout_s: how long to wait for the search that is running, seconds.
        """
        return self._search.catch_up(self._tracker, timeout_s)
