"""What looks after the threads of all tests."""

import threading

import pytest

from tests.threads import ended_threads


@pytest.fixture
def release():
    event = threading.Event()
    yield event
    event.set()


def test_a_thread_left_behind_fails_its_test_and_it_is_said_where_it_was_started(release):
    with pytest.raises(pytest.fail.Exception) as told, ended_threads(limit_s=0.0):
        threading.Thread(target=release.wait, name="idler").start()
    first, place, *_ = str(told.value).splitlines()
    assert "'idler' was left behind" in first
    assert place.split(":")[0].strip() == __file__
    assert 'name="idler").start()' in place


def test_a_thread_that_ends_is_no_fault():
    with ended_threads():
        threading.Thread(target=str).start()


def test_a_thread_that_was_there_before_is_not_looked_for(release):
    threading.Thread(target=release.wait).start()
    with ended_threads(limit_s=0.0):
        pass
