"""Positions from time stamps that are sound or not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.capture.media.timeline import Timeline


def places(stamps: list[float | None], fps: float = 25.0) -> list[float]:
    timeline = Timeline(fps)
    return [timeline.place(stamp) for stamp in stamps]


def test_the_first_picture_stands_at_nought_whatever_its_stamp() -> None:
    assert places([1.48, 1.52, 1.56]) == pytest.approx([0.0, 0.04, 0.08])


def test_a_pause_of_seconds_is_kept() -> None:
    assert places([0.0, 0.04, 19.96]) == pytest.approx([0.0, 0.04, 19.96])
    assert places([0.0, 0.04, 59.96]) == pytest.approx([0.0, 0.04, 59.96])


@pytest.mark.parametrize("jump_s", [3600.0, 60.5, -3600.0, -0.5])
def test_a_clock_that_was_set_does_not_stop_the_picture(jump_s: float) -> None:
    stamps = [0.0, 0.04, 0.08, 0.12 + jump_s, 0.16 + jump_s, 5.16 + jump_s]
    assert places(list(stamps)) == pytest.approx([0.0, 0.04, 0.08, 0.12, 0.16, 5.16])


def test_a_pause_is_not_taken_for_the_pace_of_the_pictures() -> None:
    assert places([0.0, 0.04, 5.04, 9000.0]) == pytest.approx([0.0, 0.04, 5.04, 5.08])


def test_a_clock_that_is_set_twice_is_followed_both_times() -> None:
    stamps = [10.0, 10.04, 5.0, 5.04, 90000.0, 90000.04]
    assert places(list(stamps)) == pytest.approx([n * 0.04 for n in range(6)])


def test_after_a_jump_the_pace_is_that_of_the_pictures_not_of_the_header() -> None:
    assert places([0.0, 0.04, 0.08, 5000.0], fps=1.0) == pytest.approx([0.0, 0.04, 0.08, 0.12])


def test_pictures_without_stamps_follow_at_the_stated_rate() -> None:
    assert places([None] * 3, fps=10.0) == pytest.approx([0.0, 0.1, 0.2])


def test_stamps_that_begin_late_do_not_make_a_pause() -> None:
    assert places([None, 7.0, 7.04]) == pytest.approx([0.0, 0.04, 0.08])


def test_stamps_out_of_order_do_not_slow_the_clip_down() -> None:
    assert places([0.0, 0.08, 0.04, 0.12, 0.16])[-1] == pytest.approx(0.16)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=2))
def test_positions_only_rise_and_never_by_more_than_a_minute(stamps: list[float | None]) -> None:
    positions = places(stamps)
    steps = [after - before for before, after in itertools.pairwise(positions)]
    assert positions[0] == 0.0
    assert all(0.0 < step <= 60.0 + 1e-6 for step in steps)
