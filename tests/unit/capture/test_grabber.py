"""The capture thread, with a source that plays a script and a clock that never waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from facecam.capture.grabber import Grabber
from facecam.capture.source import NotThereYetError, Picture, RefusedError
from facecam.capture.state import CaptureState, Phase
from facecam.errors import CaptureError
from facecam.latest import Latest
from facecam.types import Frame
from tests.fakes.clock import FakeClock
from tests.fakes.source import FakeSource, SkippingSource, Step, lost, picture

PATIENCE_S = 10.0


class Run:
    """A grabber run to its end, with everything it showed on the way."""

    def __init__(self, source: FakeSource, *, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.source = source
        self.slot: Latest[Frame] = Latest()
        self.frames: list[Frame] = []
        self.states: list[CaptureState] = []
        self.grabber = Grabber(source, self.slot, clock=self.clock, on_change=self._note)

    def to_the_end(self) -> Run:
        self.grabber.start()
        assert self.grabber.join(PATIENCE_S)
        return self

    def phases(self) -> list[Phase]:
        phases: list[Phase] = []
        for state in self.states:
            if not phases or phases[-1] is not state.phase:
                phases.append(state.phase)
        return phases

    def _note(self) -> None:
        self.states.append(self.grabber.state)
        entry = self.slot.newer_than(0)
        if entry and (not self.frames or self.frames[-1] is not entry.value):
            self.frames.append(entry.value)


def test_a_recording_is_read_to_its_end_and_released() -> None:
    run = Run(FakeSource([picture(0.0), picture(0.04)])).to_the_end()
    assert run.phases() == [Phase.RUNNING, Phase.ENDED]
    assert [frame.seq for frame in run.frames] == [1, 2]
    assert run.source.closings == 1


def test_the_source_is_touched_by_the_grabbers_thread_only() -> None:
    run = Run(FakeSource([picture(0.0)])).to_the_end()
    assert run.source.threads == {"facecam-grabber"}


def test_a_recording_plays_at_its_own_speed() -> None:
    run = Run(FakeSource([picture(0.0), picture(0.04), picture(0.12)])).to_the_end()
    started = run.frames[0].captured_at
    assert [f.captured_at - started for f in run.frames] == pytest.approx([0.0, 0.04, 0.12])
    assert [f.position_s for f in run.frames] == [0.0, 0.04, 0.12]


def test_a_frame_says_whether_it_is_a_picture_by_itself() -> None:
    still = replace(picture(0.04), is_still=True)
    run = Run(FakeSource([picture(0.0), still])).to_the_end()
    assert [f.is_still for f in run.frames] == [False, True]


def test_a_recording_decoded_too_slowly_has_pictures_passed_over() -> None:
    clock = FakeClock()

    def slow() -> Picture:
        clock.time += 0.5
        return picture(0.04)

    source = SkippingSource([picture(0.0), slow])
    run = Run(source, clock=clock).to_the_end()
    assert source.skips == pytest.approx([0.5])
    assert run.grabber.state.skipped == 7


def test_pictures_passed_over_add_up() -> None:
    clock = FakeClock()

    def slow(position_s: float) -> Callable[[], Picture]:
        def give() -> Picture:
            clock.time += 0.5
            return picture(position_s)

        return give

    run = Run(SkippingSource([picture(0.0), slow(0.04), slow(0.08)]), clock=clock).to_the_end()
    assert run.grabber.state.skipped == 7 + 7


def test_a_picture_that_is_a_little_late_is_shown_and_none_is_passed_over() -> None:
    clock = FakeClock()

    def a_little_late() -> Picture:
        clock.time += 0.09
        return picture(0.04)

    source = SkippingSource([picture(0.0), a_little_late])
    run = Run(source, clock=clock).to_the_end()
    assert (source.skips, len(run.frames)) == ([], 2)


def test_a_live_picture_has_no_place_in_a_clip() -> None:
    run = Run(FakeSource([picture(0.0), picture(0.04)], live=True)).to_the_end()
    assert [frame.position_s for frame in run.frames] == [None, None]


def test_pictures_from_a_device_are_not_paced() -> None:
    run = Run(FakeSource([picture(), picture(), picture()])).to_the_end()
    assert run.clock.waits == []


def test_every_frame_reaches_a_slow_reader_and_nothing_is_paced() -> None:
    slot: Latest[Frame] = Latest()
    clock = FakeClock()
    source = FakeSource([picture(n / 25, value=n) for n in range(50)])
    grabber = Grabber(source, slot, every_frame=True, clock=clock)
    grabber.start()
    seen = []
    for seq in range(50):
        entry = slot.newer_than(seq, PATIENCE_S)
        assert entry is not None
        seen.append(int(entry.value.image[0, 0, 0]))
    assert grabber.join(PATIENCE_S)
    assert seen == list(range(50))
    assert clock.waits == []


def test_a_frame_that_the_reader_did_not_take_at_once_is_not_lost() -> None:
    class SlowSlot(Latest[Frame]):
        refused = 0

        def hand_over(self, value: Frame, timeout: float) -> bool:
            self.refused += 1
            if self.refused % 3:
                return False
            self.put(value)
            return True

    slot = SlowSlot()
    grabber = Grabber(FakeSource([picture()] * 4), slot, every_frame=True)
    grabber.start()
    assert grabber.join(PATIENCE_S)
    newest = slot.newer_than(0)
    assert newest is not None
    assert (newest.seq, newest.value.seq) == (4, 4)


def test_a_stop_ends_a_hand_over_that_nobody_takes() -> None:
    first = threading.Event()
    slot: Latest[Frame] = Latest()
    source = FakeSource([picture(0.0), picture(1.0), picture(2.0)])
    grabber = Grabber(source, slot, every_frame=True, on_change=first.set)
    grabber.start()
    assert first.wait(PATIENCE_S)
    grabber.stop()
    assert grabber.join(PATIENCE_S)
    assert grabber.state.phase is Phase.STOPPED


def test_closing_the_slot_stops_capture() -> None:
    slot: Latest[Frame] = Latest()
    slot.close()
    source = FakeSource([picture()] * 3, live=True)
    grabber = Grabber(source, slot, every_frame=True)
    grabber.start()
    assert grabber.join(PATIENCE_S)
    assert grabber.state.phase is Phase.STOPPED
    assert source.closings == 1


def test_a_source_that_cannot_be_opened_has_failed_with_its_own_sentence() -> None:
    run = Run(FakeSource([], live=True, openings=[lost()])).to_the_end()
    assert run.grabber.state == CaptureState(Phase.FAILED, "The camera is gone.")
    assert run.source.openings == 1


def test_a_stream_that_is_not_there_yet_is_waited_for_from_the_start() -> None:
    not_there = [NotThereYetError("Nobody is there.")] * 3
    source = FakeSource([picture()], live=True, openings=not_there)
    run = Run(source).to_the_end()
    assert run.phases() == [Phase.RECONNECTING, Phase.RUNNING, Phase.ENDED]
    assert run.states[0].message == "Nobody is there. Trying again."
    assert run.clock.waits == [0.5, 1.0, 2.0]
    assert (source.openings, len(run.frames)) == (4, 1)
    assert [state.message for state in run.states if state.phase is Phase.RUNNING] == [""]


def test_a_source_that_refuses_us_is_not_asked_again() -> None:
    refused = RefusedError("Wrong password.")
    run = Run(FakeSource([picture()], live=True, openings=[refused])).to_the_end()
    assert run.grabber.state == CaptureState(Phase.FAILED, "Wrong password.")
    run = Run(FakeSource([picture(), lost()], live=True, openings=[None, lost(), refused]))
    run.to_the_end()
    assert run.grabber.state == CaptureState(Phase.FAILED, "Wrong password.")
    assert (run.source.openings, run.clock.waits) == (3, [0.5, 1.0])
    assert run.source.closings == run.source.openings - 1  # after the loss, and at the end


def test_a_lost_source_is_released_before_it_is_opened_again() -> None:
    source = FakeSource([picture(), lost(), picture()], live=True)
    Run(source).to_the_end()
    assert source.calls == ["open", "read", "read", "close", "open", "read", "read", "close"]


def test_it_is_said_for_a_while_that_a_source_is_back_and_after_how_long() -> None:
    clock = FakeClock()

    def later(seconds: float) -> Callable[[], Picture]:
        def give() -> Picture:
            clock.time += seconds
            return picture()

        return give

    source = FakeSource(
        [later(60.0), later(0.1), lost(), later(7.5), later(4.9 / 2), later(4.9 / 2), later(0.2)],
        live=True,
    )
    run = Run(source, clock=clock).to_the_end()
    said = [state.message for state in run.states if state.phase is Phase.RUNNING]
    assert said == ["", "", *["Fake is back after 8 s."] * 3, ""]


def test_a_short_silence_is_not_worth_a_word() -> None:
    clock = FakeClock()

    def after_two_seconds() -> Picture:
        clock.time += 2.0
        return picture()

    run = Run(FakeSource([picture(), after_two_seconds], live=True), clock=clock).to_the_end()
    assert {state.message for state in run.states} == {""}


def test_a_pause_in_a_recording_is_no_absence() -> None:
    run = Run(FakeSource([picture(0.0), picture(20.0)])).to_the_end()
    assert {state.message for state in run.states} == {""}


def test_a_reader_that_takes_its_time_is_no_absence_of_the_source() -> None:
    clock = FakeClock()

    class SlowSlot(Latest[Frame]):
        def hand_over(self, value: Frame, timeout: float) -> bool:
            clock.time += 30.0
            self.put(value)
            return True

    messages = []
    grabber = Grabber(
        FakeSource([picture()] * 3, live=True),
        SlowSlot(),
        every_frame=True,
        clock=clock,
        on_change=lambda: messages.append(grabber.state.message),
    )
    grabber.start()
    assert grabber.join(PATIENCE_S)
    assert set(messages) == {""}


def test_a_recording_that_breaks_off_has_failed_and_is_released() -> None:
    run = Run(FakeSource([picture(0.0), lost()])).to_the_end()
    assert run.phases() == [Phase.RUNNING, Phase.FAILED]
    assert run.source.closings == 1


def test_a_lost_camera_is_opened_again_and_the_numbers_go_on() -> None:
    run = Run(FakeSource([picture(), lost(), picture()], live=True)).to_the_end()
    assert run.phases() == [Phase.RUNNING, Phase.RECONNECTING, Phase.RUNNING, Phase.ENDED]
    assert [frame.seq for frame in run.frames] == [1, 2]
    assert run.source.openings == 2


def test_while_reconnecting_the_reason_is_shown() -> None:
    run = Run(FakeSource([picture(), lost()], live=True)).to_the_end()
    reconnecting = [s for s in run.states if s.phase is Phase.RECONNECTING]
    assert [s.message for s in reconnecting] == ["The camera is gone. Trying again."]
    assert reconnecting[0].fps == 0.0


def test_while_reconnecting_there_is_no_rate_and_nothing_is_said_twice() -> None:
    pictures = [picture(n / 20) for n in range(20)]
    openings = [None, *[lost()] * 3]
    script: list[Step] = [*pictures, lost()]
    run = Run(FakeSource(script, live=True, openings=openings)).to_the_end()
    [reconnecting] = [state for state in run.states if state.phase is Phase.RECONNECTING]
    assert reconnecting.fps == 0.0
    assert run.states[-3].fps == pytest.approx(20)


def test_the_reason_shown_is_the_newest() -> None:
    openings = [None, CaptureError("It is in use."), None]
    run = Run(FakeSource([picture(), lost(), picture()], live=True, openings=openings)).to_the_end()
    reconnecting = [s.message for s in run.states if s.phase is Phase.RECONNECTING]
    assert reconnecting == ["The camera is gone. Trying again.", "It is in use. Trying again."]


def test_a_source_that_begins_anew_is_paced_from_its_new_beginning() -> None:
    script: list[Step] = [
        *(picture(0.0), picture(2.0)),
        lost(),
        *(picture(0.0), picture(0.04)),
    ]
    run = Run(FakeSource(script, live=True)).to_the_end()
    assert run.clock.waits == pytest.approx([2.0, 0.5, 0.04])


def test_stopped_while_it_waits_to_try_again_the_source_is_not_opened_again() -> None:
    class StoppingClock(FakeClock):
        def wait(self, stop: threading.Event, seconds: float) -> bool:
            stop.set()
            return super().wait(stop, seconds)

    run = Run(FakeSource([lost()] * 3, live=True), clock=StoppingClock()).to_the_end()
    assert run.grabber.state.phase is Phase.STOPPED
    assert (run.source.openings, run.source.closings) == (1, 2)


@pytest.mark.parametrize(
    ("script", "end"), [([picture(0.0)], Phase.ENDED), ([picture(0.0), lost()], Phase.FAILED)]
)
def test_when_the_end_is_shown_the_source_is_released(script: list[Step], end: Phase) -> None:
    source = FakeSource(script)
    shown: list[tuple[Phase, int]] = []
    grabber = Grabber(
        source,
        Latest(),
        clock=FakeClock(),
        on_change=lambda: shown.append((grabber.state.phase, source.closings)),
    )
    grabber.start()
    assert grabber.join(PATIENCE_S)
    assert shown == [(Phase.RUNNING, 0), (end, 1)]


def test_a_camera_that_stays_away_is_tried_less_and_less_often() -> None:
    source = FakeSource([picture(), lost()], live=True, openings=[None] + [lost()] * 5)
    run = Run(source).to_the_end()
    assert run.clock.waits == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]


def test_a_camera_that_stays_away_for_days_is_still_tried() -> None:
    source = FakeSource([lost(), picture()], live=True, openings=[None] + [lost()] * 30_000)
    run = Run(source).to_the_end()
    assert run.grabber.state.phase is Phase.ENDED
    assert set(run.clock.waits[5:]) == {5.0}


def test_a_camera_that_came_back_is_tried_soon_again() -> None:
    run = Run(FakeSource([lost(), lost(), picture(), lost()], live=True)).to_the_end()
    assert run.clock.waits == [0.5, 1.0, 0.5]


def test_a_camera_that_opens_but_gives_nothing_is_not_hammered() -> None:
    run = Run(FakeSource([lost()] * 4, live=True)).to_the_end()
    assert run.clock.waits == [0.5, 1.0, 2.0, 4.0]


def test_a_stop_while_reconnecting_ends_at_once() -> None:
    reconnecting = threading.Event()
    grabber: Grabber

    def note() -> None:
        if grabber.state.phase is Phase.RECONNECTING:
            reconnecting.set()

    source = FakeSource([lost()] * 100, live=True)
    grabber = Grabber(source, Latest(), on_change=note)
    grabber.start()
    assert reconnecting.wait(PATIENCE_S)
    grabber.stop()
    assert grabber.join(PATIENCE_S)
    assert grabber.state.phase is Phase.STOPPED


def test_a_camera_that_keeps_a_read_waiting_is_said_not_to_answer() -> None:
    clock, asked, answer = FakeClock(), threading.Event(), threading.Event()

    def hang() -> Picture:
        asked.set()
        assert answer.wait(PATIENCE_S)
        return picture()

    run = Run(FakeSource([picture(), hang], live=True), clock=clock)
    run.grabber.start()
    assert asked.wait(PATIENCE_S)
    assert run.grabber.state.phase is Phase.RUNNING
    clock.time += 3.5
    state = run.grabber.state
    assert state == CaptureState(Phase.RECONNECTING, "Fake does not answer; waiting for it.")
    answer.set()
    assert run.grabber.join(PATIENCE_S)


def test_a_reader_that_takes_its_time_is_not_blamed_on_the_source() -> None:
    second_waits = threading.Event()

    class Slot(Latest[Frame]):
        def hand_over(self, value: Frame, timeout: float) -> bool:
            if value.seq == 2:
                second_waits.set()
            return super().hand_over(value, timeout)

    clock = FakeClock()
    grabber = Grabber(FakeSource([picture(), picture()]), Slot(), every_frame=True, clock=clock)
    grabber.start()
    assert second_waits.wait(PATIENCE_S)
    clock.time += 60.0
    assert grabber.state.phase is Phase.RUNNING
    grabber.stop()
    assert grabber.join(PATIENCE_S)


def test_the_rate_is_measured() -> None:
    run = Run(FakeSource([picture(n / 20) for n in range(60)])).to_the_end()
    running = [s for s in run.states if s.phase is Phase.RUNNING]
    assert running[-1].fps == pytest.approx(20.0)


def test_a_bug_is_logged_with_its_traceback_and_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        run = Run(FakeSource([picture(), ZeroDivisionError("bug")])).to_the_end()
    assert run.states[-1].phase is Phase.FAILED
    assert "see the log" in run.states[-1].message
    assert "ZeroDivisionError: bug" in caplog.text
    assert run.source.closings == 1


def test_a_stop_before_the_start_releases_the_source_unread() -> None:
    run = Run(FakeSource([picture()]))
    run.grabber.stop()
    run.to_the_end()
    assert run.frames == []
    assert run.grabber.state.phase is Phase.STOPPED


def test_joining_what_never_started_is_harmless() -> None:
    assert Run(FakeSource([])).grabber.join(0.0)


def test_a_thread_that_does_not_come_back_is_reported_by_join() -> None:
    asked, answer = threading.Event(), threading.Event()

    def hang() -> Picture:
        asked.set()
        assert answer.wait(PATIENCE_S)
        return picture()

    run = Run(FakeSource([hang], live=True))
    run.grabber.start()
    assert asked.wait(PATIENCE_S)
    run.grabber.stop()
    assert not run.grabber.join(0.01)
    answer.set()
    assert run.grabber.join(PATIENCE_S)
