"""The worker: the thread that has the faces of each frame recognised."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError

from facecam.engine.roles import LiveGallery, LiveRecogniser, OpenRecogniser
from facecam.errors import FacecamError
from facecam.latest import Latest
from facecam.track.pace import PaceKeeper
from facecam.types import Frame, FrameResult, GallerySnapshot

log = logging.getLogger(__name__)

RATE_WINDOW_S = 2.0
THREADS_TIMEOUT_S = 1.5
"""How long the worker waits for the recogniser's threads when it stops."""
HAND_OVER_TIMEOUT_S = 60.0
"""With ``every_frame``: how long a reader may keep a result before the worker gives up."""


class Worker:
    """Turns ``frames`` into ``results``, from ``start`` until ``stop``.

    The thread owns the recogniser and every attribute but the stranger rate wanted;
    other threads read the figures. It wakes for each frame, and for ``wake``: then it
    applies the newest gallery and setting and publishes the last frame's result again,
    also when the source is over.

    Args:
        frames: the frames to process.
        results: where to put each frame's result; closed at the end.
        open_recogniser: opens the recogniser; called once, in the thread.
        gallery: the people enrolled.
        source_is_over: says whether no frame will be put any more.
        on_change: called from the thread after each result, and at the end.
        every_frame: give one result for each frame, waiting for its reader, and end
            after the last.

    Attributes:
        recognised: frames processed so far.
        missed: frames that came while it was busy.
        pace: how much work is done.
        failure: the sentence that says why it ended; empty while it has not.
        is_finished: whether no result comes any more by itself.
    """

    def __init__(
        self,
        frames: Latest[Frame],
        results: Latest[FrameResult],
        open_recogniser: OpenRecogniser,
        gallery: LiveGallery,
        source_is_over: Callable[[], bool],
        on_change: Callable[[], None],
        *,
        every_frame: bool,
    ) -> None:
        self._frames, self._results = frames, results
        self._open_recogniser = open_recogniser
        self._gallery = gallery
        self._source_is_over = source_is_over
        self._on_change = on_change
        self._every_frame = every_frame
        self._thread = threading.Thread(target=self._run, name="facecam-worker", daemon=True)
        self._stopping = threading.Event()
        self._wanted_rate: float | None = None
        self._used_rate: float | None = None
        self._used_snapshot: GallerySnapshot | None = None
        self._finished_at: deque[float] = deque(maxlen=256)
        self.recognised = self.missed = 0
        self.pace = PaceKeeper()
        self.failure = ""
        self.is_finished = False

    def start(self) -> None:
        """Start the thread; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end after what it is at. Returns at once, harmless twice."""
        self._stopping.set()
        self._frames.close()
        self._results.close()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread's end; return whether it has ended, or was never started."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Have the thread apply a changed gallery or setting; from any thread."""
        self._frames.interrupt()

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on; from any thread."""
        self._wanted_rate = rate
        self.wake()

    @property
    def fps(self) -> float:
        """Frames processed a second, over the last two seconds."""
        now = time.monotonic()
        recent = [at for at in tuple(self._finished_at) if now - at <= RATE_WINDOW_S]
        return (len(recent) - 1) / (now - recent[0]) if len(recent) > 1 else 0.0

    def _run(self) -> None:
        try:
            self._work()
        except CancelledError:
            log.debug("The engine was stopped while its recogniser was being opened.")
        except FacecamError as error:
            self.failure = str(error)
        except Exception:  # a bug ends this thread only: it is logged, and the window says so
            log.exception("Recognition stopped on an error in the program.")
            self.failure = "Recognition stopped because of an error in the program; see the log."
        finally:
            self.is_finished = True
            self._results.close()
            self._on_change()

    def _work(self) -> None:
        recogniser = self._open_recogniser(lambda: not self._stopping.is_set())
        if self._every_frame:
            self._process_all(recogniser)
            return
        threads = recogniser.work_in_threads(self.wake)
        try:
            self._process_all(recogniser)
        finally:
            deadline = time.monotonic() + THREADS_TIMEOUT_S
            for thread in threads:
                thread.stop(0.0)
            for thread in threads:
                thread.stop(max(0.0, deadline - time.monotonic()))

    def _process_all(self, recogniser: LiveRecogniser) -> None:
        seen = 0
        while not self._stopping.is_set():
            entry = self._frames.newer_than(seen, timeout=None)
            self._apply_gallery_and_rate(recogniser)
            if entry is not None:
                self._process(entry.value, recogniser, missed=entry.seq - seen - 1)
                seen = entry.seq
            elif not self._every_frame:
                self._revise(recogniser, seen)
            elif self._was_last(seen):
                return

    def _apply_gallery_and_rate(self, recogniser: LiveRecogniser) -> None:
        """Give the recogniser the newest gallery and setting, where they have changed."""
        snapshot, rate = self._gallery.snapshot, self._wanted_rate
        if snapshot is not self._used_snapshot:
            recogniser.use_gallery(snapshot)
            self._used_snapshot = snapshot
        if rate is not None and rate != self._used_rate:
            recogniser.set_stranger_rate(rate)
            self._used_rate = rate

    def _process(self, frame: Frame, recogniser: LiveRecogniser, missed: int) -> None:
        began_at = time.monotonic()
        result = recogniser.recognise(frame)
        self._finished_at.append(result.finished_at)
        self.recognised += 1
        self.missed += missed
        self._publish(result)
        if not self._every_frame:
            self.pace.note(result.finished_at, missed, result.finished_at - began_at)
            recogniser.set_pace(self.pace.pace)

    def _revise(self, recogniser: LiveRecogniser, seen: int) -> None:
        """Publish what there is to add to the last result, and note when that is all."""
        revised = recogniser.revise()
        if revised is not None:
            self._publish(revised)
        if not self.is_finished and not recogniser.is_busy and self._was_last(seen):
            self.is_finished = True
            self._on_change()

    def _was_last(self, seen: int) -> bool:
        """Return whether no frame follows the one numbered ``seen``."""
        if not self._source_is_over():  # asked first: the last frame comes before the end
            return False
        return self._frames.newer_than(seen) is None

    def _publish(self, result: FrameResult) -> None:
        if self._every_frame:
            taken = self._results.hand_over(result, HAND_OVER_TIMEOUT_S)
            if not taken and not self._stopping.is_set():
                raise FacecamError("Recognition stopped: nobody has read its results for a minute.")
        else:
            self._results.put(result)
        self._on_change()
