"""The engine: the threads, what they share, their start and their end."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from facecam.capture import Grabber, Phase, Source
from facecam.engine.roles import LiveGallery, LiveRecogniser
from facecam.engine.status import EngineState, EngineStatus
from facecam.errors import FacecamError
from facecam.latest import Latest
from facecam.track.pace import PaceKeeper
from facecam.types import Frame, FrameResult, GallerySnapshot

log = logging.getLogger(__name__)

STOP_LIMIT_S = 1.5
RATE_WINDOW_S = 2.0
EMBEDDING_LIMIT_S = 5.0
"""How long the last faces of a source that has ended are waited for."""
HAND_OVER_LIMIT_S = 60.0
"""With ``every_frame``: how long a reader may keep a result before the engine gives up."""

_STATE_OF_PHASE = {
    Phase.OPENING: EngineState.STARTING,
    Phase.RUNNING: EngineState.RUNNING,
    Phase.RECONNECTING: EngineState.RECONNECTING,
    Phase.ENDED: EngineState.ENDED,
    Phase.FAILED: EngineState.FAILED,
    Phase.STOPPED: EngineState.STOPPED,
}


class Engine:
    """Runs the pipeline on a source until stopped.

    Args:
        source: where frames come from; opened and closed by the engine.
        open_recogniser: makes the pipeline; called once, in the worker's thread.
        gallery: who is enrolled; stays open when the engine stops.
        every_frame: lose nothing and go as fast as the work allows, instead of
            keeping up with the source. The results must be read then.
    """

    def __init__(
        self,
        source: Source,
        open_recogniser: Callable[[], LiveRecogniser],
        gallery: LiveGallery,
        *,
        every_frame: bool = False,
    ) -> None:
        self.frames: Latest[Frame] = Latest()
        self.results: Latest[FrameResult] = Latest()
        self.gallery = gallery
        self._source_name = source.name
        self._open_recogniser = open_recogniser
        self._every_frame = every_frame
        self._listeners: list[Callable[[], None]] = []
        self._grabber = Grabber(
            source, self.frames, every_frame=every_frame, on_change=self._captured
        )
        self._worker = threading.Thread(target=self._run, name="facecam-worker", daemon=True)
        self._stopping = threading.Event()
        self._worker_done = threading.Event()
        self._failure = ""
        self._finished: deque[float] = deque(maxlen=256)
        self._stranger_rate: float | None = None
        self._used_rate: float | None = None
        self._used_snapshot: GallerySnapshot | None = None
        self._recognised = 0
        self._missed = 0
        self._embedded = 0
        self._pace = PaceKeeper()

    def add_listener(self, callback: Callable[[], None]) -> None:
        """Call ``callback``, from the engine's threads, at each new frame, result or status.

        Add listeners before ``start``. They must return at once.
        """
        self._listeners.append(callback)

    def start(self) -> None:
        """Start the threads; returns at once. What goes wrong appears in ``status``."""
        self._grabber.start()
        self._worker.start()

    def stop(self, timeout_s: float = STOP_LIMIT_S) -> bool:
        """Stop the threads and release the source. Harmless twice.

        Returns:
            False when a thread did not end in time, because a driver does not
            answer; it then ends with the program.
        """
        deadline = time.monotonic() + timeout_s
        self._stopping.set()
        self._grabber.stop()
        self.frames.close()
        self.results.close()
        ended = True
        if self._worker.ident is not None:
            self._worker.join(max(0.0, deadline - time.monotonic()))
            ended = self._grabber.join(max(0.0, deadline - time.monotonic()))
            ended = ended and not self._worker.is_alive()
        if not ended:
            log.warning("The source or the worker did not stop within %.1f s.", timeout_s)
        return ended

    def status(self) -> EngineStatus:
        """Return what the engine is doing now; never waits."""
        capture = self._grabber.state
        state, message = _STATE_OF_PHASE[capture.phase], capture.message
        if self._failure:
            state, message = EngineState.FAILED, self._failure
        elif self._stopping.is_set():
            state, message = EngineState.STOPPED, ""
        elif state is EngineState.ENDED and not self._worker_done.is_set():
            state = EngineState.RUNNING
        dropped = self._missed + capture.skipped
        return EngineStatus(
            state,
            message,
            self._source_name,
            capture.fps,
            self._rate(),
            dropped,
            self._recognised,
            self._embedded,
            self._pace.step,
        )

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1; at once."""
        self._stranger_rate = rate
        self.frames.interrupt()

    def _captured(self) -> None:
        if self._grabber.state.phase in (Phase.ENDED, Phase.FAILED):
            self.frames.close()
        self._notify()

    def _notify(self) -> None:
        for callback in self._listeners:
            callback()

    def _rate(self) -> float:
        now = time.monotonic()
        recent = [at for at in tuple(self._finished) if now - at <= RATE_WINDOW_S]
        return (len(recent) - 1) / (now - recent[0]) if len(recent) > 1 else 0.0

    def _run(self) -> None:
        try:
            self._work()
        except FacecamError as error:
            self._failure = str(error)
        except Exception:  # a bug ends this thread only: it is logged, and the window says so
            log.exception("Recognition stopped on an error in the program.")
            self._failure = "Recognition stopped because of an error in the program; see the log."
        finally:
            self._worker_done.set()
            self.results.close()
            self._notify()

    def _work(self) -> None:
        recogniser = self._open_recogniser()
        if self._every_frame:
            self._look_at_all(recogniser)
            return
        beside = recogniser.work_beside(self.frames.interrupt)
        try:
            self._look_at_all(recogniser)
        finally:
            deadline = time.monotonic() + STOP_LIMIT_S
            for thread in beside:
                thread.stop(0.0)
            for thread in beside:
                thread.stop(max(0.0, deadline - time.monotonic()))

    def _look_at_all(self, recogniser: LiveRecogniser) -> None:
        seen = 0
        while not self._stopping.is_set():
            entry = self.frames.newer_than(seen, timeout=None)
            self._take_in_wishes(recogniser)
            if entry is not None:
                self._look_at(entry.value, recogniser, missed=entry.seq - seen - 1)
                seen = entry.seq
                continue
            ended = self.frames.closed
            revised = recogniser.revise(EMBEDDING_LIMIT_S if ended else 0.0)
            if revised is not None:
                self._publish(revised)
            elif ended:
                return

    def _take_in_wishes(self, recogniser: LiveRecogniser) -> None:
        """Go by the newest gallery and the newest setting."""
        snapshot, rate = self.gallery.snapshot, self._stranger_rate
        if snapshot is not self._used_snapshot:
            recogniser.use_gallery(snapshot)
            self._used_snapshot = snapshot
        if rate is not None and rate != self._used_rate:
            recogniser.set_stranger_rate(rate)
            self._used_rate = rate

    def _look_at(self, frame: Frame, recogniser: LiveRecogniser, missed: int) -> None:
        began_at = time.monotonic()
        result = recogniser.recognise(frame)
        self._finished.append(result.finished_at)
        self._recognised += 1
        self._missed += missed
        self._embedded = recogniser.embedded
        self._publish(result)
        if not self._every_frame:
            self._pace.note(result.finished_at, missed, result.finished_at - began_at)
            recogniser.set_pace(self._pace.pace)

    def _publish(self, result: FrameResult) -> None:
        if self._every_frame:
            taken = self.results.hand_over(result, HAND_OVER_LIMIT_S)
            if not taken and not self._stopping.is_set():
                raise FacecamError("Recognition stopped: nobody has read its results for a minute.")
        else:
            self.results.put(result)
        self._notify()
