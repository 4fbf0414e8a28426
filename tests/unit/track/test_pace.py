"""Doing less when frames are missed, and more when there is time; the clock is the test's."""

from dataclasses import asdict
from itertools import pairwise

import pytest

from facecam.track.pace import (
    FIRST_PATIENCE_S,
    LONGEST_PATIENCE_S,
    STEPS,
    WINDOW_S,
    PaceKeeper,
)

FRAME_S = 0.04
IDLE_S, BUSY_S = 0.1 * FRAME_S, 0.9 * FRAME_S
LAST = len(STEPS) - 1


class Machine:
    """A source of 25 frames a second, and a worker that processes them.

    Attributes:
        steps: each step with the moment from which it held.
    """

    def __init__(self):
        self.keeper = PaceKeeper()
        self.at = 1000.0
        self.steps = [(self.at, 0)]

    def process(self, missed=0, busy_s=IDLE_S):
        self.at += FRAME_S * (1 + missed)
        self.keeper.note(self.at, missed, busy_s)
        if self.keeper.step != self.steps[-1][1]:
            self.steps.append((self.at, self.keeper.step))

    def run(self, seconds, missed=0, busy_s=IDLE_S):
        until = self.at + seconds
        while self.at < until:
            self.process(missed, busy_s)
        return self.keeper.step

    def too_slow_above(self, step, seconds):
        """Miss frames whenever more is done than at this step."""
        until = self.at + seconds
        while self.at < until:
            self.process(missed=int(self.keeper.step < step))

    def stays(self, step):
        """How long it stayed at a step each time it was left for a higher one, seconds."""
        changes = pairwise(self.steps)
        return [after - at for (at, now), (after, then) in changes if now == step > then]


def test_first_searches_become_seldom_then_coarse_and_then_embeddings_seldom():
    changed = [
        [name for name, value in asdict(now).items() if value != asdict(before)[name]]
        for before, now in pairwise(STEPS)
    ]
    firsts = list(dict.fromkeys(name for names in changed for name in names))
    assert firsts == ["key_interval_s", "min_face_factor", "embedding_rest_s"]


@pytest.mark.parametrize("name", ["key_interval_s", "min_face_factor", "embedding_rest_s"])
def test_no_step_does_more_than_the_one_before(name):
    values = [getattr(pace, name) for pace in STEPS]
    assert values == sorted(values)


def test_all_work_is_done_to_begin_with():
    keeper = PaceKeeper()
    assert (keeper.step, keeper.pace) == (0, STEPS[0])


def test_when_frames_are_missed_it_steps_down_one_by_one_and_no_further_than_the_last():
    machine = Machine()
    assert machine.run(60, missed=1) == LAST
    assert [step for _, step in machine.steps] == list(range(len(STEPS)))
    assert machine.keeper.pace is STEPS[LAST]


def test_every_step_is_given_time_to_help_before_the_next():
    machine = Machine()
    machine.run(60, missed=1)
    moments = [at for at, _ in machine.steps]
    waits = [later - at for at, later in pairwise(moments)]
    assert min(waits) >= WINDOW_S


def test_a_frame_missed_now_and_then_is_no_reason():
    machine = Machine()
    for _ in range(50):
        machine.run(0.4, busy_s=BUSY_S)
        machine.process(missed=1, busy_s=BUSY_S)
    assert machine.keeper.step == 0


def test_every_frame_missed_in_a_gap_counts():
    machine = Machine()
    for _ in range(10):
        machine.run(10 * FRAME_S, busy_s=BUSY_S)
        machine.process(missed=5, busy_s=BUSY_S)
    assert machine.keeper.step > 0


def test_when_there_is_time_again_it_steps_up_one_by_one_and_no_further_than_the_first():
    machine = Machine()
    machine.run(60, missed=1)
    assert machine.run(60) == 0
    assert [step for _, step in machine.steps[LAST:]] == list(range(LAST, -1, -1))


def test_a_machine_that_just_keeps_up_stays_where_it_is():
    machine = Machine()
    machine.run(3 * WINDOW_S, missed=1)
    step = machine.run(2 * WINDOW_S, busy_s=BUSY_S)
    assert 0 < step < LAST
    assert machine.run(120, busy_s=BUSY_S) == step


def test_it_waits_before_it_steps_up():
    machine = Machine()
    machine.too_slow_above(1, seconds=6)
    assert machine.stays(1) == [pytest.approx(FIRST_PATIENCE_S, abs=2 * FRAME_S)]


def test_each_step_up_that_must_be_taken_back_doubles_the_wait_for_the_next():
    machine = Machine()
    machine.too_slow_above(2, seconds=300)
    doubled = [FIRST_PATIENCE_S * 2**times for times in range(5)]
    expected = [*doubled, LONGEST_PATIENCE_S, LONGEST_PATIENCE_S]
    assert machine.stays(2)[:7] == pytest.approx(expected, abs=2 * FRAME_S)


def test_a_step_up_that_held_is_no_reason_to_wait_longer_after_the_next_trouble():
    machine = Machine()
    for _ in range(2):
        machine.run(1.2 * WINDOW_S, missed=1)
        assert machine.keeper.step == 1
        machine.run(60)
        assert machine.keeper.step == 0
    assert machine.stays(1) == pytest.approx([FIRST_PATIENCE_S] * 2, abs=2 * FRAME_S)
