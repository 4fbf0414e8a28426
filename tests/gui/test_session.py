"""One engine at a time: opened, swapped and stopped in order, whatever is asked meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from facecam.errors import CaptureError
from facecam.gui.session import Session
from tests.fakes.gallery import FakeGallery
from tests.gui.fake_engine import FakeEngine


class Diary:
    """Opens engines that write down what is done with them, in order."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.engines: list[FakeEngine] = []
        self.gallery = FakeGallery()

    def open_engine(self, spec: str) -> FakeEngine:
        self.entries.append(f"open {spec}")
        if spec == "nothing":
            raise CaptureError("There is nothing.")
        self.engines.append(_Noted(spec, self))
        return self.engines[-1]


class _Noted(FakeEngine):
    def __init__(self, spec: str, diary: Diary) -> None:
        super().__init__(spec, diary.gallery)
        self._diary = diary

    def add_listener(self, callback: Callable[[], None]) -> None:
        self._note("hear")
        super().add_listener(callback)

    def set_stranger_rate(self, rate: float) -> None:
        self._note(f"rate {rate}")

    def start(self) -> None:
        self._note("start")

    def stop(self, timeout_s: float = 1.5) -> bool:
        self._note("stop")
        return super().stop(timeout_s)

    def _note(self, what: str) -> None:
        self._diary.entries.append(f"{what} {self.spec}")


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def session(qtbot, diary):
    made = Session(diary.open_engine)
    yield made
    with qtbot.waitSignal(made.closed):
        made.close()


def show(qtbot, session, spec):
    with qtbot.waitSignal(session.opened):
        session.show(spec)


def test_an_engine_is_heard_and_has_its_setting_before_it_starts(qtbot, session, diary):
    session.set_stranger_rate(0.01)
    show(qtbot, session, "a")
    assert diary.entries == ["open a", "hear a", "rate 0.01 a", "start a"]
    assert (session.engine.spec, session.spec) == ("a", "a")


def test_a_camera_is_let_go_before_another_source_is_opened(qtbot, session, diary):
    show(qtbot, session, "a")
    del diary.entries[:]
    show(qtbot, session, "b")
    assert diary.entries[:2] == ["stop a", "open b"]


def test_while_another_source_is_opened_there_is_no_engine(qtbot, session, diary):
    show(qtbot, session, "a")
    session.show("b")
    assert (session.engine, session.spec) == (None, "b")
    qtbot.waitUntil(lambda: session.engine is not None)


def test_what_an_engine_says_is_passed_on_until_another_is_shown(qtbot, session, diary):
    show(qtbot, session, "a")
    with qtbot.waitSignal(session.changed):
        diary.engines[0].notify()
    diary.engines[0].notify()  # on its way when the source is changed
    with qtbot.assertNotEmitted(session.changed, wait=1):
        show(qtbot, session, "b")
        diary.engines[0].notify()
    with qtbot.waitSignal(session.changed):
        diary.engines[1].notify()


def test_a_source_that_cannot_be_opened_is_said_and_the_old_one_is_gone(qtbot, session, diary):
    show(qtbot, session, "a")
    with qtbot.waitSignal(session.failed) as failed:
        session.show("nothing")
    assert failed.args == ["There is nothing."]
    assert diary.entries[-2:] == ["stop a", "open nothing"]
    assert session.engine is None


def test_that_a_source_failed_is_not_said_when_another_is_wanted_by_then(qtbot, session):
    with qtbot.assertNotEmitted(session.failed), qtbot.waitSignal(session.opened):
        session.show("nothing")
        session.show("b")


def test_an_engine_that_comes_when_the_session_is_closed_never_starts(qtbot, diary):
    session = Session(diary.open_engine)
    with qtbot.assertNotEmitted(session.opened), qtbot.waitSignal(session.closed):
        session.show("a")
        session.close()
        session.show("b")
    qtbot.waitUntil(lambda: diary.entries == ["open a", "stop a"])


def test_closing_stops_the_engine_and_is_said_once(qtbot, diary):
    session = Session(diary.open_engine)
    said: list[int] = []
    session.closed.connect(lambda: said.append(1))
    show(qtbot, session, "a")
    with qtbot.waitSignal(session.closed):
        session.close()
        session.close()
    assert diary.entries[-1] == "stop a"
    assert session.engine is None
    assert said == [1]


def test_a_session_that_never_showed_anything_closes(qtbot, diary):
    session = Session(diary.open_engine)
    with qtbot.waitSignal(session.closed):
        session.close()
    assert diary.entries == []


def test_a_setting_reaches_the_engine_that_is_shown_at_once(qtbot, session, diary):
    show(qtbot, session, "a")
    session.set_stranger_rate(0.5)
    assert diary.entries[-1] == "rate 0.5 a"


def test_when_a_source_is_said_to_be_opened_its_engine_is_there_and_runs(qtbot, session, diary):
    said: list[tuple[str, str]] = []
    session.opened.connect(lambda: said.append((session.engine.spec, diary.entries[-1])))
    show(qtbot, session, "a")
    show(qtbot, session, "b")
    assert said == [("a", "start a"), ("b", "start b")]


def test_nothing_is_opened_or_stopped_on_the_gui_thread(qtbot, diary, monkeypatch):
    threads: list[threading.Thread] = []
    monkeypatch.setattr(_Noted, "stop", lambda *_: threads.append(threading.current_thread()))

    def open_engine(spec: str) -> FakeEngine:
        threads.append(threading.current_thread())
        return _Noted(spec, diary)

    session = Session(open_engine)
    show(qtbot, session, "a")
    show(qtbot, session, "b")
    with qtbot.waitSignal(session.closed):
        session.close()
    assert len(threads) == 4
    assert threading.main_thread() not in threads
