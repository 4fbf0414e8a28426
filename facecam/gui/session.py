"""The engine being shown: opened, swapped and stopped without the GUI thread waiting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import QObject, pyqtSignal

from facecam.engine import LiveEngine
from facecam.gui.background import Background, deliver
from facecam.gui.bridge import EngineBridge


class Session(QObject):
    """Owns at most one running engine.

    Stopping the old engine and opening the new one is one piece of background
    work, and pieces are done in order: a camera is let go before another is
    opened, however fast sources are chosen.

    Attributes:
        engine: the one being shown, None while another is opened.
        spec: the source last asked for.

    Signals:
        opened: ``engine`` is a new one and runs.
        failed: the source could not be opened, with a sentence.
        changed: the engine has a new frame, result or status.
        closed: everything has been stopped.
    """

    opened = pyqtSignal()
    failed = pyqtSignal(str)
    changed = pyqtSignal()
    closed = pyqtSignal()

    def __init__(
        self, open_engine: Callable[[str], LiveEngine], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.engine: LiveEngine | None = None
        self.spec = ""
        self._open_engine = open_engine
        self._background = Background()
        self._bridge = EngineBridge()
        self._stranger_rate: float | None = None
        self._asked = 0
        self._closing = False

    def show(self, spec: str) -> None:
        """Show another source; ``opened`` or ``failed`` follows."""
        if self._closing:
            return
        self.spec = spec
        self._asked += 1
        work = partial(_swap, self._let_go(), partial(self._open_engine, spec))
        answer = self._background.run(work)
        deliver(answer, partial(self._adopt, self._asked), partial(self._fail, self._asked))

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named by the engine shown and those to come."""
        self._stranger_rate = rate
        if self.engine is not None:
            self.engine.set_stranger_rate(rate)

    def close(self) -> None:
        """Stop the engine for good; ``closed`` follows. Harmless twice."""
        if self._closing:
            return
        self._closing = True
        self._stop(self._let_go())

    def _is_wanted(self, number: int) -> bool:
        # Answers may come in another order than they were asked for: one that is
        # there already when it is waited for overtakes those still in Qt's queue.
        return number == self._asked and not self._closing

    def _adopt(self, number: int, engine: LiveEngine) -> None:
        if not self._is_wanted(number):
            engine.stop()  # it was never started: nothing to wait for
            return
        self.engine = engine
        self._bridge = EngineBridge()
        self._bridge.changed.connect(self.changed)
        engine.add_listener(self._bridge.notify)
        if self._stranger_rate is not None:
            engine.set_stranger_rate(self._stranger_rate)
        engine.start()
        self.opened.emit()

    def _fail(self, number: int, sentence: str) -> None:
        if self._is_wanted(number):
            self.failed.emit(sentence)

    def _let_go(self) -> LiveEngine | None:
        engine, self.engine = self.engine, None
        if engine is not None:
            self._bridge.changed.disconnect(self.changed)
        return engine

    def _stop(self, engine: LiveEngine | None) -> None:
        work = engine.stop if engine is not None else _nothing
        deliver(self._background.run(work), self._stopped, self._stopped)

    def _stopped(self, _outcome: object) -> None:
        self.closed.emit()


def _swap(old: LiveEngine | None, open_new: Callable[[], LiveEngine]) -> LiveEngine:
    if old is not None:
        old.stop()
    return open_new()


def _nothing() -> None:
    """Stand for stopping where nothing runs."""
