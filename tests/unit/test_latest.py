import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from facecam.latest import Entry, Latest

SOON = 10.0  # seconds; a timeout, never a delay


@pytest.fixture
def slot() -> Latest[str]:
    return Latest()


@pytest.fixture
def other_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_an_empty_slot_gives_nothing(slot: Latest[str]) -> None:
    assert slot.newer_than(0) is None


def test_the_newest_value_wins_and_its_number_tells_how_many_were_missed(slot: Latest[str]) -> None:
    for value in "abc":
        slot.put(value)
    assert slot.newer_than(0) == Entry(3, "c")


def test_reading_does_not_empty_the_slot(slot: Latest[str]) -> None:
    slot.put("a")
    assert slot.newer_than(0) == slot.newer_than(0) == Entry(1, "a")


def test_a_reader_is_not_given_what_it_has_read(slot: Latest[str]) -> None:
    slot.put("a")
    assert slot.newer_than(1) is None
    slot.put("b")
    assert slot.newer_than(1) == Entry(2, "b")


def test_a_new_value_wakes_a_waiting_reader(
    slot: Latest[str], other_thread: ThreadPoolExecutor
) -> None:
    waiting = other_thread.submit(slot.newer_than, 0, None)
    slot.put("a")
    assert waiting.result(SOON) == Entry(1, "a")


def test_closing_wakes_a_waiting_reader_with_nothing(
    slot: Latest[str], other_thread: ThreadPoolExecutor
) -> None:
    waiting = other_thread.submit(slot.newer_than, 0, None)
    slot.close()
    assert waiting.result(SOON) is None


def test_a_closed_slot_keeps_its_last_value_and_takes_no_other(slot: Latest[str]) -> None:
    slot.put("a")
    slot.close()
    slot.close()
    slot.put("b")
    assert slot.closed
    assert slot.newer_than(0, None) == Entry(1, "a")


def test_handing_over_waits_until_the_value_before_was_read(
    slot: Latest[str], other_thread: ThreadPoolExecutor
) -> None:
    assert slot.hand_over("a", SOON)
    second = other_thread.submit(slot.hand_over, "b", SOON)
    assert slot.newer_than(0, SOON) == Entry(1, "a")
    assert second.result(SOON)
    assert slot.newer_than(0) == Entry(2, "b")


def test_handing_over_gives_up_when_nobody_reads(slot: Latest[str]) -> None:
    slot.put("a")
    assert not slot.hand_over("b", 0.01)
    assert slot.newer_than(0) == Entry(1, "a")


def test_closing_ends_a_waiting_hand_over(
    slot: Latest[str], other_thread: ThreadPoolExecutor
) -> None:
    slot.put("a")
    waiting = other_thread.submit(slot.hand_over, "b", SOON)
    slot.close()
    assert not waiting.result(SOON)


def test_a_fast_writer_loses_nothing_by_handing_over(
    slot: Latest[str], other_thread: ThreadPoolExecutor
) -> None:
    values = [str(number) for number in range(200)]
    writing = other_thread.submit(lambda: all(slot.hand_over(value, SOON) for value in values))
    received = [slot.newer_than(seq, SOON) for seq in range(200)]
    assert writing.result(SOON)
    assert received == [Entry(seq + 1, value) for seq, value in enumerate(values)]


def test_a_reader_with_a_timeout_does_not_take_another_ones_wake_up():
    slot: Latest[str] = Latest()
    slot.put("frame")
    slot.interrupt()
    assert slot.newer_than(1) is None  # the window reads
    assert slot.newer_than(1, timeout=None) is None  # the worker is woken all the same


def test_a_reader_that_waits_already_is_woken(
    slot: Latest[str], other_thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()

    class Watched(threading.Condition):
        def wait(self, timeout: float | None = None) -> bool:
            waits.set()
            return super().wait(timeout)

    monkeypatch.setattr(slot, "_condition", Watched())
    waiting = other_thread.submit(slot.newer_than, 0, None)
    assert waits.wait(SOON)
    slot.interrupt()
    try:
        assert waiting.result(SOON) is None
    finally:
        slot.close()


def test_a_wake_up_is_not_lost_to_a_value_that_comes_with_it(slot: Latest[str]) -> None:
    slot.interrupt()
    slot.put("frame")
    assert slot.newer_than(0, timeout=None) == Entry(1, "frame")
    assert slot.newer_than(1, timeout=None) is None


def test_a_wake_up_wakes_once(slot: Latest[str], other_thread: ThreadPoolExecutor) -> None:
    slot.interrupt()
    assert slot.newer_than(0, timeout=None) is None
    waiting = other_thread.submit(slot.newer_than, 0, None)
    slot.put("frame")
    assert waiting.result(SOON) == Entry(1, "frame")
