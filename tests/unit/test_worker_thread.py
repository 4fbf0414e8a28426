"""One piece of work at a time in another thread; what the work waits for is the test's."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from facecam.errors import WeightsError
from facecam.worker_thread import WorkerThread

PATIENCE_S = 10.0


class Work:
    """Doubles a number when it may go on.

    Attributes:
        begun: set when a piece of work has begun.
        may_finish: cleared to hold it.
        told: released each time ``on_finished`` is called.
        thread: the name of the thread it was done in.
    """

    def __init__(self):
        self.begun, self.may_finish = threading.Event(), threading.Event()
        self.may_finish.set()
        self.told = threading.Semaphore(0)
        self.thread = ""
        self.fault = None

    def __call__(self, number):
        self.thread = threading.current_thread().name
        self.begun.set()
        assert self.may_finish.wait(PATIENCE_S)
        if self.fault is not None:
            raise self.fault
        return 2 * number


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def thread(work):
    thread = WorkerThread(work, work.told.release, "doubling")
    yield thread
    work.may_finish.set()
    assert thread.stop(PATIENCE_S)


def test_a_request_comes_back_with_its_answer(work, thread):
    thread.submit(21)
    assert thread.finished(PATIENCE_S) == (21, 42)
    assert work.thread == "doubling"


def test_each_answer_is_given_once_and_in_its_turn(thread):
    for number in range(5):
        thread.submit(number)
        assert thread.finished(PATIENCE_S) == (number, 2 * number)
        assert thread.finished() is None


def test_where_nothing_was_asked_there_is_nothing_to_wait_for(thread):
    assert thread.finished(timeout_s=float("inf")) is None


def test_the_caller_need_not_wait(work, thread):
    work.may_finish.clear()
    thread.submit(1)
    assert work.begun.wait(PATIENCE_S)
    assert thread.finished() is None


def test_it_is_free_again_once_the_answer_was_fetched(work, thread):
    assert thread.is_free
    thread.submit(1)
    assert not thread.is_free
    assert work.told.acquire(timeout=PATIENCE_S)
    assert not thread.is_free
    thread.finished()
    assert thread.is_free


def test_when_it_says_that_it_is_finished_the_answer_is_there(work):
    telling, taken = threading.Event(), threading.Event()

    def tell():
        telling.set()
        assert taken.wait(PATIENCE_S)

    thread = WorkerThread(work, tell, "doubling")
    thread.submit(4)
    assert telling.wait(PATIENCE_S)
    answer = thread.finished()
    taken.set()
    assert thread.stop(PATIENCE_S)
    assert answer == (4, 8)


def test_whoever_waits_for_an_answer_is_told_of_a_failure_at_once(work, thread):
    work.fault = ZeroDivisionError("a bug")
    work.may_finish.clear()
    thread.submit(1)
    with ThreadPoolExecutor(1) as caller:
        waiting = caller.submit(thread.finished, 3 * PATIENCE_S)
        assert work.begun.wait(PATIENCE_S)
        work.may_finish.set()
        with pytest.raises(ZeroDivisionError):
            waiting.result(PATIENCE_S)


@pytest.mark.parametrize("fault", [ZeroDivisionError("a bug"), WeightsError("Install them.")])
def test_what_ended_the_thread_is_raised_in_the_caller_who_is_told(work, thread, fault):
    work.fault = fault
    thread.submit(1)
    assert work.told.acquire(timeout=PATIENCE_S)
    for _ in range(2):
        with pytest.raises(type(fault), match=str(fault)):
            thread.finished()


def test_stopping_waits_for_the_work_it_is_at(work, thread):
    work.may_finish.clear()
    thread.submit(1)
    assert work.begun.wait(PATIENCE_S)
    assert not thread.stop(timeout_s=0.0)
    work.may_finish.set()
    assert thread.stop(PATIENCE_S)
    assert thread.finished() == (1, 2)


def test_stopping_is_harmless_twice_and_before_any_work(thread):
    assert thread.stop(PATIENCE_S)
    assert thread.stop(PATIENCE_S)
