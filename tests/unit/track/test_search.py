"""Searching inline, and in a thread while the test holds the search."""

import threading

import numpy as np
import pytest

from facecam.track.search import MOST_FRAMES, InlineSearch, ThreadedSearch
from facecam.track.tracker import Tracker
from tests.fakes.detector import FRAME_S, TIMEOUT_S, FakeDetector, face, frame, late_frame


def nobody(number):
    return []


def somebody(number):
    return [face(100)]


def walking(number):
    """Eight pixels a frame: after four frames the box shares little with the first."""
    return [face(40 + 8 * number)]


def ids(tracker):
    return [track.id for track in tracker.tracks]


def lefts(tracker):
    return [float(track.detection.box[0]) for track in tracker.tracks]


@pytest.fixture
def search_in_thread():
    """Search in a thread: ``detector, search = search_in_thread(script)``."""
    begun = []

    def begin(script, on_finished=lambda: None):
        detector = FakeDetector(script)
        begun.append((detector, ThreadedSearch(detector, on_finished)))
        return begun[-1]

    yield begin
    for detector, search in begun:
        detector.may_finish.set()
        assert search.stop(TIMEOUT_S)


def follow(search, tracker, frames):
    """Process frames whose whole picture need not be searched."""
    for number in frames:
        assert not search.process(frame(number), tracker, None)


def searched(search, tracker, number):
    """Search a frame and wait for what is found; return whether anything was."""
    assert search.process(frame(number), tracker, 1.0)
    return search.catch_up(tracker, TIMEOUT_S)


def test_a_picture_by_itself_is_searched_whichever_way_up_it_is(search_in_thread):
    held, search = search_in_thread(somebody)
    for detector, kind in (
        (held, search),
        (inline := FakeDetector(somebody), InlineSearch(inline)),
    ):
        tracker = Tracker()
        assert kind.process(frame(1, is_still=True), tracker, 2.0)
        kind.catch_up(tracker, TIMEOUT_S)
        assert (detector.turned, detector.min_face_factor) == ([1], 2.0)
        assert lefts(tracker) == [100]
        assert kind.process(frame(2), tracker, 1.0)
        kind.catch_up(tracker, TIMEOUT_S)
        assert detector.turned == [1]  # a moment of a film is upright


class TestInTurn:
    def test_a_searched_frame_shows_newcomers_at_once(self):
        tracker = Tracker()
        assert InlineSearch(FakeDetector(somebody)).process(frame(0), tracker, 1.0)
        assert lefts(tracker) == [100]

    def test_the_picture_is_searched_as_coarsely_as_asked(self):
        detector = FakeDetector(nobody)
        InlineSearch(detector).process(frame(0), Tracker(), 2.0)
        assert detector.min_face_factor == 2.0

    def test_between_searches_faces_are_followed_and_newcomers_not_seen(self):
        tracker = Tracker()
        search = InlineSearch(FakeDetector(lambda n: [face(100 + n), face(220)][: n + 1]))
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, [1, 2])
        assert lefts(tracker) == pytest.approx([102], abs=1)

    def test_while_nobody_is_followed_nothing_is_refined(self):
        detector = FakeDetector(somebody)
        follow(InlineSearch(detector), Tracker(), [0, 1])
        assert detector.refined == []

    def test_a_newcomer_who_walks_past_is_found_again_though_its_movement_is_not_known(self):
        tracker = Tracker()
        search = InlineSearch(FakeDetector(lambda n: [face(100 + 22 * n)]))
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, range(1, 5))
        assert lefts(tracker) == pytest.approx([188], abs=3)
        assert tracker.tracks[0].hits == 5

    @pytest.mark.parametrize(("dx", "dy"), [(22, 0), (-22, 0), (0, 22), (0, -22)])
    def test_newcomers_are_found_again_whichever_way_they_walk(self, dx, dy):
        tracker = Tracker()
        starts = [(60, 70), (200, 70)]
        search = InlineSearch(
            FakeDetector(lambda n: [face(x + dx * n, y + dy * n) for x, y in starts])
        )
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, [1, 2])
        assert lefts(tracker) == pytest.approx([60 + 2 * dx, 200 + 2 * dx], abs=4)
        assert [track.hits for track in tracker.tracks] == [3, 3]

    def test_of_what_is_seen_at_a_face_and_around_it_the_likeliest_counts(self):
        found = {0: [face(100)], 1: [face(88, score=0.7), face(126, score=0.95)]}
        tracker = Tracker()
        search = InlineSearch(FakeDetector(lambda n: found[n]))
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, [1])
        assert lefts(tracker) == pytest.approx([126], abs=4)

    def test_whose_movement_is_known_is_looked_for_in_one_place_only(self):
        detector, tracker = FakeDetector(lambda n: [face(100 + 2 * n)]), Tracker()
        search = InlineSearch(detector)
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, [1, 2, 3])
        assert detector.places == [5, 1, 1]

    @pytest.mark.parametrize(("score", "misses"), [(0.65, 0), (0.55, 1)])
    def test_where_a_face_was_a_moment_ago_a_less_likely_one_will_do(self, score, misses):
        tracker = Tracker()
        search = InlineSearch(FakeDetector(lambda n: [face(100, score=score if n else 0.99)]))
        search.process(frame(0), tracker, 1.0)
        follow(search, tracker, [1])
        assert tracker.tracks[0].misses == misses

    def test_faces_of_a_clip_move_by_its_own_time_however_slowly_it_is_read(self):
        tracker, search = Tracker(), InlineSearch(FakeDetector(lambda n: [face(100 + 8 * n)]))
        for number in range(1, 7):
            search.process(late_frame(number), tracker, 1.0 if number == 1 else None)
        [track] = tracker.tracks
        assert track.seen_at == pytest.approx(6 * FRAME_S)
        assert track.velocity[0] == pytest.approx(8 / FRAME_S, rel=0.1)

    def test_nothing_is_ever_late(self):
        tracker = Tracker()
        search = InlineSearch(FakeDetector(somebody))
        search.process(frame(0), tracker, 1.0)
        search.forget()
        assert not search.catch_up(tracker, TIMEOUT_S)
        assert ids(tracker) == [1]


def test_no_frame_waits_for_the_search_beside_it(search_in_thread):
    detector, search = search_in_thread(somebody)
    detector.may_finish.clear()
    tracker = Tracker()
    assert search.process(frame(0), tracker, 1.0)
    assert detector.searching.wait(TIMEOUT_S)
    follow(search, tracker, range(1, 4))
    assert ids(tracker) == []


def test_one_frame_at_a_time_is_searched(search_in_thread):
    detector, search = search_in_thread(somebody)
    detector.may_finish.clear()
    tracker = Tracker()
    assert search.process(frame(0), tracker, 1.5)
    assert not search.process(frame(1), tracker, 1.5)
    detector.may_finish.set()
    search.catch_up(tracker, TIMEOUT_S)
    assert search.process(frame(2), tracker, 1.5)
    search.catch_up(tracker, TIMEOUT_S)
    assert (detector.searched, detector.min_face_factor) == ([0, 2], 1.5)


def test_whoever_waits_is_told_when_a_search_is_finished(search_in_thread):
    told = threading.Event()
    _, search = search_in_thread(somebody, told.set)
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    assert told.wait(TIMEOUT_S)
    assert search.catch_up(tracker)


def test_a_newcomer_found_in_an_older_frame_is_brought_up_to_date(search_in_thread):
    detector, search = search_in_thread(walking)
    detector.may_finish.clear()
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    follow(search, tracker, range(1, 7))
    detector.may_finish.set()
    assert search.catch_up(tracker, TIMEOUT_S)
    assert lefts(tracker) == pytest.approx([40 + 8 * 6], abs=2)
    assert tracker.tracks[0].seen_at == frame(6).timeline_s
    assert tracker.tracks[0].velocity[0] == pytest.approx(8 / 0.04, rel=0.1)


def test_a_newcomer_found_beside_who_walks_past_is_found_again_too(search_in_thread):
    _, search = search_in_thread(lambda n: [face(100 + 22 * n)])
    tracker = Tracker()
    assert searched(search, tracker, 0)
    follow(search, tracker, range(1, 5))
    assert lefts(tracker) == pytest.approx([188], abs=3)
    assert (tracker.tracks[0].hits, tracker.tracks[0].misses) == (5, 0)


def test_a_newcomer_is_followed_on_from_where_the_late_answer_put_it(search_in_thread):
    detector, search = search_in_thread(walking)
    detector.may_finish.clear()
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    follow(search, tracker, range(1, 7))
    detector.may_finish.set()
    search.catch_up(tracker, TIMEOUT_S)
    follow(search, tracker, range(7, 15))
    assert lefts(tracker) == pytest.approx([40 + 8 * 14], abs=2)
    assert ids(tracker) == [1]


@pytest.mark.parametrize("last", [MOST_FRAMES, MOST_FRAMES + 1, 14, 40])
def test_however_long_a_search_takes_few_frames_are_gone_through_and_the_last_of_them_is_now(
    search_in_thread, last
):
    detector, search = search_in_thread(lambda n: [face(40 + n)])
    detector.may_finish.clear()
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    follow(search, tracker, range(1, last + 1))
    detector.may_finish.set()
    assert search.catch_up(tracker, TIMEOUT_S)
    assert lefts(tracker) == pytest.approx([40 + last], abs=2)
    assert len(detector.refined) <= MOST_FRAMES
    assert detector.refined[-1] == last


def test_somebody_who_has_gone_before_the_answer_is_not_taken_in(search_in_thread):
    detector, search = search_in_thread(lambda n: [face(100)] if n < 3 else [])
    detector.may_finish.clear()
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    follow(search, tracker, range(1, 6))
    detector.may_finish.set()
    assert not search.catch_up(tracker, TIMEOUT_S)
    assert ids(tracker) == []


def test_a_face_that_is_followed_is_not_taken_twice(search_in_thread):
    detector, search = search_in_thread(walking)
    tracker = Tracker()
    assert searched(search, tracker, 0)
    detector.may_finish.clear()
    search.process(frame(1), tracker, 1.0)
    follow(search, tracker, range(2, 6))
    detector.may_finish.set()
    assert not search.catch_up(tracker, TIMEOUT_S)
    assert ids(tracker) == [1]


def test_a_face_that_its_own_track_finds_again_meanwhile_is_not_taken_twice(search_in_thread):
    where = {0: 100, 1: 145, 2: 125}
    detector, search = search_in_thread(lambda n: [face(where[n])])
    tracker = Tracker()
    searched(search, tracker, 0)
    detector.may_finish.clear()
    search.process(frame(1), tracker, 1.0)
    assert tracker.tracks[0].misses == 1
    follow(search, tracker, [2])
    assert tracker.tracks[0].misses == 0
    detector.may_finish.set()
    assert not search.catch_up(tracker, TIMEOUT_S)
    assert ids(tracker) == [1]


@pytest.mark.parametrize("drift_px", [12, 25], ids=["a little", "far"])
def test_a_track_that_drifted_is_put_back_on_its_face(search_in_thread, drift_px):
    detector, search = search_in_thread(lambda n: [face(100 + 2 * n)])
    tracker = Tracker()
    searched(search, tracker, 0)
    follow(search, tracker, [1, 2])
    detector.strays = drift_px
    follow(search, tracker, range(3, 8))
    assert lefts(tracker) == pytest.approx([114 + drift_px], abs=3)
    detector.may_finish.clear()
    search.process(frame(8), tracker, 1.0)
    detector.strays = 0
    detector.may_finish.set()
    search.catch_up(tracker, TIMEOUT_S)
    assert lefts(tracker) == pytest.approx([116], abs=3)
    assert ids(tracker) == [1]


def test_a_lost_face_is_found_again_under_its_id(search_in_thread):
    _, search = search_in_thread(lambda n: [face(100 if n < 2 else 135)])
    tracker = Tracker()
    searched(search, tracker, 0)
    follow(search, tracker, [1])
    search.process(frame(2), tracker, 1.0)
    assert [track.misses for track in tracker.tracks] == [1]
    assert search.catch_up(tracker, TIMEOUT_S)
    assert (ids(tracker), lefts(tracker)) == ([1], [135])
    assert tracker.tracks[0].misses == 0


def test_a_face_that_following_missed_and_the_search_sees_where_it_was_is_there_again(
    search_in_thread,
):
    detector, search = search_in_thread(somebody)
    tracker = Tracker()
    searched(search, tracker, 0)
    detector.strays = 1000
    search.process(frame(1), tracker, 1.0)
    assert [track.misses for track in tracker.tracks] == [1]
    assert search.catch_up(tracker, TIMEOUT_S)
    assert [(track.id, track.misses) for track in tracker.tracks] == [(1, 0)]


def test_an_answer_that_has_come_is_taken_in_with_the_next_frame(search_in_thread):
    told = threading.Event()
    _, search = search_in_thread(somebody, told.set)
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    assert told.wait(TIMEOUT_S)
    follow(search, tracker, [1])
    assert ids(tracker) == [1]
    assert tracker.tracks[0].seen_at == frame(1).timeline_s


def test_of_two_faces_only_the_newcomer_is_new(search_in_thread):
    detector, search = search_in_thread(lambda n: [face(220), face(20 + n)][: 1 + (n > 0)])
    tracker = Tracker()
    searched(search, tracker, 0)
    detector.may_finish.clear()
    search.process(frame(1), tracker, 1.0)
    follow(search, tracker, range(2, 6))
    detector.may_finish.set()
    assert search.catch_up(tracker, TIMEOUT_S)
    assert ids(tracker) == [1, 2]
    np.testing.assert_allclose(lefts(tracker), [220, 25], atol=1)


def test_after_a_cut_the_late_answer_counts_for_nothing(search_in_thread):
    detector, search = search_in_thread(somebody)
    detector.may_finish.clear()
    tracker = Tracker()
    search.process(frame(0), tracker, 1.0)
    tracker.clear()
    search.forget()
    follow(search, tracker, [1, 2])
    detector.may_finish.set()
    assert not search.catch_up(tracker, TIMEOUT_S)
    assert ids(tracker) == []
    assert searched(search, tracker, 3), "the next answer counts again"


def test_a_bug_in_the_search_is_raised_where_the_answer_is_wanted(search_in_thread):
    detector, search = search_in_thread(somebody)
    detector.fault = ZeroDivisionError("a bug")
    search.process(frame(0), Tracker(), 1.0)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        search.catch_up(Tracker(), TIMEOUT_S)
