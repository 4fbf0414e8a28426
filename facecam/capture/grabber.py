"""The capture thread: it alone opens, reads and releases the source."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from facecam.capture.clock import Clock, Pacer, RateMeter, SystemClock
from facecam.capture.silence import Silence
from facecam.capture.source import NotThereYetError, Picture, RefusedError, Skippable, Source
from facecam.capture.state import CaptureState, Phase
from facecam.errors import CaptureError
from facecam.latest import Latest
from facecam.types import Frame

_log = logging.getLogger(__name__)

T = TypeVar("T")

_LATE_S = 0.1  # a recording decoded later than this has pictures passed over
_FIRST_RETRY_S = 0.5
_LONGEST_RETRY_S = 5.0
_HAND_OVER_S = 0.1  # how long a stop may go unnoticed while the reader is busy


class Grabber:
    """Reads a source in a thread of its own and puts its frames where readers find them.

    The newest frame wins: recordings play at their own speed, and readers that
    are slower miss frames. With ``every_frame`` nothing is lost instead: each
    frame waits for the reader, and recordings are read as fast as that allows.

    The thread owns the source and every attribute but the stop flag; other
    threads call ``stop`` and ``join`` and read ``state``.
    """

    def __init__(
        self,
        source: Source,
        frames: Latest[Frame],
        *,
        every_frame: bool = False,
        on_change: Callable[[], None] = lambda: None,
        clock: Clock | None = None,
    ) -> None:
        """Make a grabber; nothing is opened before ``start``.

        Args:
            source: a source nobody else touches from now on.
            frames: where frames go. The grabber does not close it, and stops
                when another does.
            every_frame: whether to wait for the reader of ``frames``.
            on_change: called on the grabber's thread after each new frame and
                each change of phase or message; must be quick. A source that
                falls silent makes no call: poll ``state``.
            clock: the time to go by; the system's if not given.
        """
        self._source = source
        self._frames = frames
        self._every_frame = every_frame
        self._on_change = on_change
        self._clock = clock or SystemClock()
        self._pacer = Pacer(self._clock)
        self._rate = RateMeter()
        self._silence = Silence(self._clock)
        self._stop = threading.Event()
        self._shown = CaptureState(Phase.STARTING)
        self._fps = 0.0
        self._seq = 0
        self._skipped = 0
        self._retry_s = _FIRST_RETRY_S
        self._thread = threading.Thread(target=self._run, name="facecam-grabber", daemon=True)

    def start(self) -> None:
        """Start the thread; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to release the source and end. Returns at once, harmless twice."""
        self._stop.set()

    def join(self, timeout: float) -> bool:
        """Wait up to ``timeout`` seconds for the thread's end; return whether it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def state(self) -> CaptureState:
        """How capture stands at this moment; safe to read from any thread."""
        shown = self._shown
        if self._silence.is_long and shown.phase in (Phase.STARTING, Phase.RUNNING):
            phase = Phase.RECONNECTING if shown.phase is Phase.RUNNING else shown.phase
            message = f"{self._source.name} does not answer; waiting for it."
            return CaptureState(phase, message, skipped=self._skipped)
        fps = self._fps if shown.phase is Phase.RUNNING else 0.0
        return CaptureState(shown.phase, shown.message, fps, self._skipped)

    def _run(self) -> None:
        """Do the work and show how it ended, always after the source is released."""
        try:
            try:
                with closing(self._source):
                    end = self._work()
            except CaptureError as error:
                self._show(Phase.FAILED, str(error))
            else:
                self._show(end)
        # The thread's edge: nobody above could report a bug, and the window must not
        # go on showing a frozen picture as if it were live.
        except Exception:
            _log.exception("The capture thread failed.")
            self._show(
                Phase.FAILED,
                f"Reading {self._source.name} failed through a fault in Facecam: see the log.",
            )

    def _work(self) -> Phase:
        """Read until the end or until stopped; return which."""
        try:
            self._ask(self._source.open)
        except NotThereYetError as error:
            self._reconnect(str(error))
        while not self._stopping():
            try:
                picture = self._ask(self._source.read)
            except CaptureError as error:
                if not self._source.live:
                    raise
                self._reconnect(str(error))
                continue
            if picture is None:
                return Phase.ENDED
            self._retry_s = _FIRST_RETRY_S
            self._silence.picture_came()
            self._deliver(picture)
            self._silence.picture_wanted()
        return Phase.STOPPED

    def _stopping(self) -> bool:
        return self._stop.is_set() or self._frames.closed

    def _ask(self, call: Callable[[], T]) -> T:
        """Call the source, noting since when, so that ``state`` can tell it is silent."""
        with self._silence.asking():
            return call()

    def _reconnect(self, reason: str) -> None:
        """Open a live source that was lost or never there, less and less often, until stopped."""
        self._source.close()
        self._pacer.restart()
        while True:
            self._show(Phase.RECONNECTING, f"{reason} Trying again.")
            if self._clock.wait(self._stop, self._retry_s):
                return
            self._retry_s = min(2 * self._retry_s, _LONGEST_RETRY_S)
            try:
                self._ask(self._source.open)
            except RefusedError:
                raise
            except CaptureError as error:
                reason = str(error)
            else:
                return

    def _deliver(self, picture: Picture) -> None:
        """Put one picture where readers find it, when it is due."""
        if not self._every_frame and not self._wait_until_due(picture):
            return
        frame = self._frame(picture)
        if self._every_frame:
            while not self._frames.hand_over(frame, _HAND_OVER_S):
                if self._stopping():
                    return
        else:
            self._frames.put(frame)
        self._fps = self._rate.tick(frame.captured_at)
        self._show(Phase.RUNNING, self._welcome(), new_frame=True)

    def _welcome(self) -> str:
        """Return that a live source is back, for a while after it was silent."""
        away_s = self._silence.was_away_s if self._source.live else 0.0
        return f"{self._source.name} is back after {away_s:.0f} s." if away_s else ""

    def _frame(self, picture: Picture) -> Frame:
        self._seq += 1
        position_s = None if self._source.live else picture.position_s
        now = self._clock.now()
        return Frame(self._seq, picture.image, now, position_s, is_still=picture.is_still)

    def _wait_until_due(self, picture: Picture) -> bool:
        """Keep a recording to its own speed; False if stopped meanwhile."""
        if picture.position_s is None:
            return True
        late_s = self._pacer.late_by(picture.position_s)
        if late_s < 0:
            return not self._clock.wait(self._stop, -late_s)
        if late_s > _LATE_S and isinstance(self._source, Skippable):
            self._skipped += self._source.skip_to(picture.position_s + late_s)
        return True

    def _show(self, phase: Phase, message: str = "", *, new_frame: bool = False) -> None:
        """Let others see a phase, telling them if there is anything new to see."""
        shown = CaptureState(phase, message)
        changed = shown != self._shown
        self._shown = shown
        if changed or new_frame:
            self._on_change()
