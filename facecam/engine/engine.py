"""The engine: a source and the worker that recognises its faces, started and stopped together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack

from facecam.capture import Grabber, Phase, Source
from facecam.engine.roles import LiveGallery, OpenRecogniser
from facecam.engine.status import EngineState, EngineStatus
from facecam.engine.worker import Worker
from facecam.latest import Latest
from facecam.types import Frame, FrameResult

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 1.5


class Engine:
    """Runs the pipeline on a source until stopped.

    The worker is told of each change of the gallery, so that a person who is enrolled,
    renamed or deleted has the new name although no further frame comes: in a picture, a
    clip that has ended, or while a camera hangs.

    Example::

        engine = Engine(open_source("0"), open_recogniser, gallery)
        engine.start()
        newest = engine.results.newer_than(0, timeout=5.0)
        print([face.match.name for face in newest.value.faces] if newest else engine.status())
        engine.stop()

    Args:
        source: where frames come from; opened and closed by the engine.
        open_recogniser: makes the pipeline; called once, in the worker's thread.
        gallery: who is enrolled; stays open when the engine stops.
        every_frame: lose nothing and go as fast as the work allows, instead of
            keeping up with the source. The results must be read then, one for each
            frame, and close after the last.
    """

    def __init__(
        self,
        source: Source,
        open_recogniser: OpenRecogniser,
        gallery: LiveGallery,
        *,
        every_frame: bool = False,
    ) -> None:
        self.frames: Latest[Frame] = Latest()
        self.results: Latest[FrameResult] = Latest()
        self.gallery = gallery
        self._source_name = source.name
        self._listeners: list[Callable[[], None]] = []
        self._grabber = Grabber(
            source, self.frames, every_frame=every_frame, on_change=self._captured
        )
        self._worker = Worker(
            self.frames,
            self.results,
            open_recogniser,
            gallery,
            self._source_is_over,
            self._notify,
            every_frame=every_frame,
        )
        self._at_stop = ExitStack()
        self._is_stopped = False

    def add_listener(self, callback: Callable[[], None]) -> None:
        """Call ``callback``, from the engine's threads, at each new frame, result or status.

        Add listeners before ``start``. They must return at once.
        """
        self._listeners.append(callback)

    def start(self) -> None:
        """Start the threads; returns at once. What goes wrong appears in ``status``."""
        self._at_stop.callback(self.gallery.subscribe(lambda _: self._worker.wake()))
        self._grabber.start()
        self._worker.start()

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Stop the threads and release the source. Harmless twice.

        Returns:
            False when a thread did not end in time, because a driver does not
            answer or a network is being opened; it ends as soon as that is over.
        """
        deadline = time.monotonic() + timeout_s
        self._is_stopped = True
        self._at_stop.close()
        self._grabber.stop()
        self._worker.stop()
        ended = [
            part.join(max(0.0, deadline - time.monotonic()))
            for part in (self._worker, self._grabber)
        ]
        if not all(ended):
            log.warning("The source or the worker did not stop within %.1f s.", timeout_s)
        return all(ended)

    def status(self) -> EngineStatus:
        """Return what the engine is doing now; never waits."""
        capture, worker = self._grabber.state, self._worker
        state, message = capture.phase, capture.message
        if worker.failure:
            state, message = EngineState.FAILED, worker.failure
        elif self._is_stopped:
            state, message = EngineState.STOPPED, ""
        elif state is EngineState.ENDED and not worker.is_finished:
            state = EngineState.RUNNING
        return EngineStatus(
            state,
            message,
            self._source_name,
            worker.fps,
            worker.missed + capture.skipped,
            worker.recognised,
            worker.pace.step,
            worker.is_finished,
        )

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1; at once."""
        self._worker.set_stranger_rate(rate)

    def _source_is_over(self) -> bool:
        return self._grabber.state.phase in (Phase.ENDED, Phase.FAILED)

    def _captured(self) -> None:
        if self._source_is_over():
            self._worker.wake()
        self._notify()

    def _notify(self) -> None:
        for callback in self._listeners:
            callback()
