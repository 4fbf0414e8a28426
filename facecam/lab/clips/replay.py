"""Plays a clip in the real window, without a screen, and records what was painted when."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
from PyQt5.QtCore import QObject, Qt, QTimer

from facecam.engine import EngineState, LiveEngine, LiveGallery
from facecam.errors import FacecamError
from facecam.gui.app import make_application
from facecam.gui.presenter import Shown
from facecam.gui.window import MainWindow
from facecam.lab.clips.playback import PaintedFrame, Playback, Tally
from facecam.lab.memory import peak_resident_mb, resident_mb
from facecam.settings import Settings

BEAT_MS = 5
_OVER = (EngineState.ENDED, EngineState.FAILED, EngineState.STOPPED)


def replay(
    open_engine: Callable[[str], LiveEngine],
    gallery: LiveGallery,
    clip: str,
    settings: Settings,
    count_embedded: Callable[[], int],
) -> Playback:
    """Play a clip at its own speed until its end.

    To be called once in a process of its own: it makes the application object.

    Args:
        open_engine: as for ``facecam.gui.run``.
        gallery: as for ``facecam.gui.run``.
        clip: the video file.
        settings: how to show it.
        count_embedded: returns how many faces have been embedded so far.

    Raises:
        FacecamError: the clip could not be played to its end.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    window = MainWindow(open_engine, gallery, clip, settings)
    recorder = _Recorder(window, count_embedded)
    window.closed.connect(app.quit)
    window.show()
    app.exec_()
    return recorder.playback()


class _Recorder(QObject):
    """Watches a window and closes it at the clip's end."""

    def __init__(self, window: MainWindow, count_embedded: Callable[[], int]) -> None:
        super().__init__(window)
        self._window = window
        self._count_embedded = count_embedded
        self._painted: list[PaintedFrame] = []
        self._tallies: list[Tally] = []
        self._beats_at: list[float] = []
        self._stalls_s: list[float] = []
        self._slowest_pace = 0
        self._fault = ""
        self._beat_at = 0.0
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        window.presenter.painted.connect(self._record)
        window.session.changed.connect(self._watch)
        window.session.failed.connect(self._fail)

    def playback(self) -> Playback:
        """Return the recording.

        Raises:
            FacecamError: the clip could not be played to its end.
        """
        if self._fault:
            raise FacecamError(self._fault)
        return Playback(
            tuple(self._painted),
            tuple(self._tallies),
            np.array(self._beats_at, np.float64),
            np.array(self._stalls_s, np.float32),
            peak_resident_mb() or 0.0,
            self._slowest_pace,
        )

    def _record(self, shown: Shown) -> None:
        now = time.monotonic()
        if not self._painted:
            self._beat_at = now
            self._heart.start(BEAT_MS)
        boxes = [mark.box for mark in shown.marks]
        self._painted.append(
            PaintedFrame(
                shown.frame.timeline_s,
                shown.frame.captured_at,
                now,
                None if shown.result is None else shown.result.frame.captured_at,
                np.array(boxes, np.float32).reshape(-1, 4),
                tuple(mark.face.match.name for mark in shown.marks),
                tuple(mark.track_id for mark in shown.marks),
            )
        )
        self._tallies.append(self._tally(now))

    def _tally(self, now: float) -> Tally:
        engine = self._window.session.engine
        if engine is None:
            return Tally(now, time.process_time(), 0, 0, 0.0)
        status = engine.status()
        self._slowest_pace = max(self._slowest_pace, status.pace_step)
        return Tally(
            now,
            time.process_time(),
            status.recognised,
            self._count_embedded(),
            resident_mb() or 0.0,
        )

    def _beat(self) -> None:
        now = time.monotonic()
        self._beats_at.append(now)
        self._stalls_s.append(max(0.0, now - self._beat_at - BEAT_MS / 1000))
        self._beat_at = now

    def _watch(self) -> None:
        engine = self._window.session.engine
        status = engine.status() if engine is not None else None
        if status is not None and status.state in _OVER:
            self._heart.stop()
            if status.state is EngineState.FAILED:
                self._fault = status.message
            self._window.close()

    def _fail(self, sentence: str) -> None:
        self._fault = sentence
        self._window.close()
