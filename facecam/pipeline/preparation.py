"""Prepares galleries for comparing in a thread of its own, so that no frame waits."""

from __future__ import annotations

from collections.abc import Callable

from facecam.match import Matcher, PreparedGallery
from facecam.types import GallerySnapshot
from facecam.worker_thread import WorkerThread


class GalleryPreparation(WorkerThread[GallerySnapshot, PreparedGallery]):
    """Prepares one gallery after the other; of those that wait, only the newest.

    Its methods are called by the matcher's owner.

    Args:
        matcher: compares with each gallery once it is prepared.
        on_finished: called from the thread after each; must return at once.
    """

    def __init__(self, matcher: Matcher, on_finished: Callable[[], None]) -> None:
        super().__init__(matcher.prepare, on_finished, "facecam-gallery")
        self._matcher = matcher
        self._waiting: GallerySnapshot | None = None

    @property
    def is_done(self) -> bool:
        """Whether the matcher compares with the newest gallery."""
        return self.is_free and self._waiting is None

    def want(self, snapshot: GallerySnapshot) -> None:
        """Have this gallery prepared next. Who is not in it is named no more from now on."""
        self._matcher.expect(snapshot)
        self._waiting = snapshot
        self._begin_next()

    def collect(self) -> bool:
        """Compare with what was prepared since the last call; return whether there was any."""
        finished = self.finished()
        if finished is not None:
            self._matcher.use(finished[1])
        self._begin_next()
        return finished is not None

    def _begin_next(self) -> None:
        if self._waiting is not None and self.is_free:
            self.submit(self._waiting)
            self._waiting = None
