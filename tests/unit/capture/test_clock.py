"""Pace and rate."""

from __future__ import annotations

import threading

import pytest

from facecam.capture.clock import Pacer, RateMeter, SystemClock
from tests.fakes.clock import FakeClock


def test_the_first_picture_is_due_at_once_wherever_it_stands() -> None:
    assert Pacer(FakeClock()).late_by(5.0) == 0.0


def test_later_pictures_are_due_as_far_apart_as_they_stand() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    pacer.late_by(5.0)
    clock.time += 1.0
    assert pacer.late_by(5.4) == pytest.approx(0.6)
    assert pacer.late_by(7.0) == pytest.approx(-1.0)


def test_after_a_restart_the_next_picture_is_due_at_once() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    pacer.late_by(0.0)
    clock.time += 60.0
    pacer.restart()
    assert pacer.late_by(0.04) == pytest.approx(0.0)


def test_a_lone_event_has_no_rate() -> None:
    assert RateMeter().tick(100.0) == 0.0


def test_a_rate_forgets_what_lies_before_the_window() -> None:
    meter = RateMeter(window_s=2.0)
    for n in range(10):
        meter.tick(n * 0.01)
    rates = [meter.tick(10.0 + n * 0.1) for n in range(30)]
    assert rates[0] == 0.0
    assert rates[-1] == pytest.approx(10.0)


def test_the_real_clock_feels_a_stop_at_once() -> None:
    clock, stop = SystemClock(), threading.Event()
    stop.set()
    before = clock.now()
    assert clock.wait(stop, 60.0)
    assert clock.now() - before < 30.0
