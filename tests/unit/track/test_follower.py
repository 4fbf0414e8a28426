"""When the follower searches, when it only follows, and when it begins anew."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from facecam.track import follower as follower_module
from facecam.track.follower import LONGEST_STEP_S, Follower
from facecam.track.pace import STEPS, Pace
from facecam.track.schedule import NEWCOMERS_FIRST_S
from tests.fakes.detector import FRAME_S, TIMEOUT_S, FakeDetector, face, frame, late_frame

FAR = round(LONGEST_STEP_S / FRAME_S) + 1
OTHER_SCENE = 220


def ids(tracks):
    return [track.id for track in tracks]


def somebody(number):
    return [face(100)]


@pytest.fixture
def follower_in_thread(monkeypatch):
    """A follower that searches in a thread, and its detector: ``follower_in_thread(script)``."""
    monkeypatch.setattr(follower_module, "FIRST_SEARCH_TIMEOUT_S", TIMEOUT_S)
    begun = []

    def begin(script):
        detector = FakeDetector(script)
        follower = Follower(detector)
        begun.append((detector, follower.search_in_thread(lambda: None)))
        return detector, follower

    yield begin
    for detector, thread in begun:
        detector.may_finish.set()
        assert thread.stop(TIMEOUT_S)


def test_between_searches_faces_are_only_refined_where_they_should_be():
    detector = FakeDetector(lambda n: [face(100 + n)])
    follower = Follower(detector)
    for number in range(10):
        follower.follow(frame(number))
    assert (detector.searched, detector.refined) == ([0], list(range(1, 10)))
    assert ids(follower.present) == [1]


def test_a_face_that_is_lost_is_kept_for_a_while_and_searched_for_at_once():
    detector = FakeDetector(lambda n: [face(100)] if n != 3 else [])
    follower = Follower(detector)
    for number in range(4):
        follower.follow(frame(number))
    assert (ids(follower.tracks), ids(follower.present)) == ([1], [])
    follower.follow(frame(4))
    assert detector.searched == [0, 4]
    assert ids(follower.present) == [1]


def test_the_pace_says_how_coarsely_is_searched():
    detector = FakeDetector(somebody)
    follower = Follower(detector)
    follower.pace = Pace(0.48, min_face_factor=1.5)
    follower.follow(frame(0))
    assert detector.min_face_factor == 1.5


def test_the_pace_says_how_often_a_scene_that_moves_is_searched():
    detector = FakeDetector(lambda n: [])
    follower = Follower(detector)
    follower.pace = Pace(4.5 * FRAME_S)
    for number in range(11):
        follower.follow(frame(number, grey=100 + 15 * (number % 2)))
    assert detector.searched == [0, 5, 10]


def test_frames_far_apart_stand_alone():
    follower = Follower(FakeDetector(somebody))
    alone = [follower.follow(frame(number)) for number in (0, 1, 1 + FAR, 2 + FAR, 2)]
    assert alone == [True, False, True, False, True]


def test_frames_of_a_clip_are_as_far_apart_as_they_were_filmed_however_slowly_it_is_read():
    detector = FakeDetector(somebody)
    follower = Follower(detector)
    assert [follower.follow(late_frame(n)) for n in range(4)] == [True, False, False, False]
    assert detector.searched == [0]


def test_while_newcomers_wait_for_an_embedding_a_search_is_put_off():
    detector = FakeDetector(somebody)
    follower = Follower(detector)
    last = round(NEWCOMERS_FIRST_S / FRAME_S)
    for number in range(last + 1):
        follower.follow(frame(number, grey=115 if number else 100), newcomers_wait=True)
    assert detector.searched == [0, last]


def test_in_a_frame_that_stands_alone_nobody_is_taken_for_whoever_was_there_before():
    detector = FakeDetector(somebody)
    follower = Follower(detector)
    follower.follow(frame(0))
    follower.follow(frame(FAR))
    assert ids(follower.tracks) == [2]
    assert detector.refined == []


def test_a_cut_ends_all_tracks_and_the_new_scene_is_searched_at_once_however_slow_the_pace():
    detector = FakeDetector(lambda n: [face(100)] if n < 2 else [face(102), face(220)])
    follower = Follower(detector)
    follower.pace = STEPS[-1]
    for number in range(2):
        follower.follow(frame(number))
    assert not follower.follow(frame(2, grey=OTHER_SCENE))
    assert detector.searched == [0, 2]
    assert ids(follower.present) == [2, 3]


def test_the_first_frame_waits_for_its_search_in_a_thread(follower_in_thread):
    detector, follower = follower_in_thread(somebody)
    detector.may_finish.clear()
    with ThreadPoolExecutor(1) as caller:
        seen = caller.submit(lambda: (follower.follow(frame(0)), ids(follower.present)))
        assert detector.searching.wait(TIMEOUT_S)
        assert not seen.done()
        detector.may_finish.set()
        assert seen.result(TIMEOUT_S) == (True, [1])


def test_later_frames_do_not_wait_and_the_answer_is_taken_in_when_it_comes(follower_in_thread):
    detector, follower = follower_in_thread(lambda n: [face(220), face(20)][: 1 + (n > 0)])
    follower.pace = Pace(FRAME_S / 2)
    follower.follow(frame(0))
    detector.may_finish.clear()
    follower.follow(frame(1, grey=120))
    follower.follow(frame(2, grey=120))
    assert ids(follower.present) == [1]
    detector.may_finish.set()
    assert follower.catch_up(TIMEOUT_S)
    assert ids(follower.present) == [1, 2]
    assert not follower.catch_up(TIMEOUT_S)


def test_what_was_found_before_a_cut_is_not_shown_after_it(follower_in_thread, monkeypatch):
    monkeypatch.setattr(follower_module, "FIRST_SEARCH_TIMEOUT_S", 0.0)
    detector, follower = follower_in_thread(somebody)
    detector.may_finish.clear()
    follower.follow(frame(0))
    follower.follow(frame(1, grey=OTHER_SCENE))
    detector.may_finish.set()
    assert not follower.catch_up(TIMEOUT_S)
    assert ids(follower.tracks) == []
    follower.follow(frame(2, grey=OTHER_SCENE))
    assert follower.catch_up(TIMEOUT_S)
    assert detector.searched == [0, 2]


def test_a_frame_that_stands_alone_waits_for_an_older_search_and_is_searched_then(
    follower_in_thread, monkeypatch
):
    detector, follower = follower_in_thread(lambda n: [face(20 + n)])
    follower.pace = Pace(FRAME_S / 2)
    follower.follow(frame(0))
    detector.searching.clear()
    detector.may_finish.clear()
    follower.follow(frame(1, grey=120))
    assert detector.searching.wait(TIMEOUT_S)
    catch_up = follower._search.catch_up

    def let_go_when_waited_for(tracker, timeout_s=0.0):
        if timeout_s:
            detector.may_finish.set()
        return catch_up(tracker, timeout_s)

    monkeypatch.setattr(follower._search, "catch_up", let_go_when_waited_for)
    assert follower.follow(frame(1 + FAR))
    assert detector.searched == [0, 1, 1 + FAR]
    assert [track.seen_at for track in follower.present] == [frame(1 + FAR).timeline_s]
