from dataclasses import replace

import numpy as np
import pytest

from facecam.track.tracker import BRIDGED_MISSES, Track, Tracker
from facecam.types import Detection

FRAME_S = 0.04


def face(x, y=100.0, side=50.0, score=0.99):
    box = np.array([x, y, x + side, y + side], np.float32)
    return Detection(box, np.full((5, 2), x, np.float32), score)


def watched(*xs):
    """A tracker that has seen one face at these places, a frame each."""
    tracker = Tracker()
    for number, x in enumerate(xs):
        tracker.update_all([face(x)], number * FRAME_S)
    return tracker


def ids(tracker):
    return [track.id for track in tracker.tracks]


def test_a_face_keeps_its_id_while_it_moves():
    tracker = Tracker()
    for step in range(20):
        tracker.update_all([face(100 + 8 * step)], step * FRAME_S)
    assert ids(tracker) == [1]
    assert tracker.tracks[0].hits == 20


def test_a_moving_face_is_expected_where_it_will_be():
    tracker = Tracker()
    for step in range(20):
        tracker.update_all([face(100 + 8 * step)], step * FRAME_S)
    np.testing.assert_allclose(tracker.expected(20 * FRAME_S)[0, 0], 100 + 8 * 20, atol=1.0)


def test_how_far_the_picture_was_turned_for_a_face_is_kept():
    tracker = Tracker()
    for at in (0.0, FRAME_S):
        tracker.update_all([replace(face(100), turned_deg=90)], at)
    (track,) = tracker.tracks
    track.shift(np.ones(4, np.float32))
    assert track.detection.turned_deg == 90


def test_a_face_that_is_shifted_takes_its_landmarks_along():
    tracker = Tracker()
    tracker.update_all([face(100)], 0.0)
    (track,) = tracker.tracks
    track.shift(np.array([10, 0, 60, 50], np.float32))
    np.testing.assert_allclose(track.detection.box, [110, 100, 210, 200])
    np.testing.assert_allclose(track.detection.landmarks, np.tile([135, 125], (5, 1)))


def test_two_sightings_tell_where_a_face_will_be_next():
    assert watched(100, 108).expected(2 * FRAME_S)[0, 0] == pytest.approx(116, abs=1.5)


def test_a_jump_of_a_face_that_stood_still_is_only_half_believed():
    assert 110 < watched(*[100] * 20, 110).expected(21 * FRAME_S)[0, 0] < 114


def test_a_box_trembles_less_than_what_was_seen():
    places = 100 + np.random.default_rng(0).normal(0, 3, 100)
    tracker, boxes = Tracker(), []
    for number, place in enumerate(places):
        tracker.update_all([face(place)], number * FRAME_S)
        boxes.append(tracker.tracks[0].detection.box[0])
    assert np.std(boxes[5:]) < 0.95 * np.std(places[5:])


def test_a_track_shows_the_landmarks_and_the_score_seen_last():
    tracker = watched(100)
    tracker.update_all([face(104, score=0.7)], FRAME_S)
    assert tracker.tracks[0].detection.score == 0.7
    assert (tracker.tracks[0].detection.landmarks == 104).all()


def test_each_detection_is_told_its_track():
    tracker = Tracker()
    first = tracker.update_all([face(0), face(200)], 0.0)
    then = tracker.update_all([face(400), face(202), face(2)], FRAME_S)
    assert [track.id for track in first] == [1, 2]
    assert [track.id for track in then] == [3, 2, 1]


def test_a_face_unseen_for_two_frames_keeps_its_id():
    tracker = Tracker()
    tracker.update_all([face(100)], 0.0)
    for miss in range(BRIDGED_MISSES):
        tracker.update_each([None], (miss + 1) * FRAME_S)
    tracker.update_all([face(104)], 3 * FRAME_S)
    assert ids(tracker) == [1]
    assert tracker.tracks[0].misses == 0


def test_a_face_unseen_for_longer_is_gone_and_comes_back_as_another():
    tracker = Tracker()
    tracker.update_all([face(100)], 0.0)
    for miss in range(BRIDGED_MISSES + 1):
        tracker.update_each([None] * len(tracker.tracks), (miss + 1) * FRAME_S)
    assert ids(tracker) == []
    tracker.update_all([face(100)], 4 * FRAME_S)
    assert ids(tracker) == [2]


def test_two_people_who_pass_each_other_keep_their_ids():
    tracker = Tracker()
    for step in range(31):
        left, right = face(100 + 10 * step, y=100), face(400 - 10 * step, y=115)
        tracker.update_all([right, left] if step % 2 else [left, right], step * FRAME_S)
    by_id = {track.id: track.detection.box[0] for track in tracker.tracks}
    assert by_id[1] == pytest.approx(400, abs=10)
    assert by_id[2] == pytest.approx(100, abs=10)


def test_the_order_of_detections_does_not_matter():
    tracker = Tracker()
    tracker.update_all([face(0), face(200)], 0.0)
    tracker.update_all([face(202), face(2)], FRAME_S)
    assert [round(track.detection.box[0]) for track in tracker.tracks] == [2, 202]


def test_a_newcomer_gets_an_id_of_its_own():
    tracker = Tracker()
    tracker.update_all([face(0)], 0.0)
    tracker.update_all([face(0), face(300)], FRAME_S)
    assert ids(tracker) == [1, 2]


def test_a_face_that_shows_up_elsewhere_is_another():
    tracker = watched(100)
    tracker.update_all([face(148)], FRAME_S)
    assert ids(tracker) == [1, 2]
    assert [track.misses for track in tracker.tracks] == [1, 0]


def test_a_shifted_track_goes_on_from_where_it_was_shifted():
    tracker = watched(100, 100)
    tracker.tracks[0].shift(np.array([5, 3, 7, 1], np.float32))
    np.testing.assert_allclose(tracker.expected(2 * FRAME_S), [[105, 103, 157, 151]], atol=0.1)


def test_when_two_tracks_run_into_one_face_the_older_keeps_it():
    tracker = Tracker()
    tracker.update_all([face(0), face(300)], 0.0)
    tracker.update_each([face(150), face(151)], FRAME_S)
    assert [track.misses for track in tracker.tracks] == [0, 1]


def test_ids_are_not_used_again_after_a_cut():
    tracker = Tracker()
    tracker.update_all([face(0)], 0.0)
    tracker.clear()
    tracker.update_all([face(0)], FRAME_S)
    assert ids(tracker) == [2]


def test_of_three_tracks_in_a_row_only_the_one_on_the_olders_face_loses_it():
    tracker = Tracker()
    tracker.update_all([face(0), face(200), face(400)], 0.0)
    tracker.update_each([face(100), face(110), face(120)], FRAME_S)
    assert [track.misses for track in tracker.tracks] == [0, 1, 0]


def found(x, at=FRAME_S, hits=4):
    """A face that another tracker has followed."""
    return Track(1, face(x), np.full(4, 100, np.float32), at, hits)


def test_a_face_followed_elsewhere_is_taken_over_with_its_movement():
    tracker = Tracker()
    assert tracker.adopt(found(100), None)
    [track] = tracker.tracks
    assert (track.detection.box[0], track.hits, track.seen_at) == (100, 4, FRAME_S)
    assert tracker.expected(3 * FRAME_S)[0, 0] == pytest.approx(108)


def test_a_lost_face_that_is_found_again_goes_on_as_it_was_found():
    tracker = watched(100, 100)
    tracker.update_each([None], 2 * FRAME_S)
    [track] = tracker.tracks
    assert tracker.adopt(found(140, at=3 * FRAME_S), track)
    assert tracker.tracks == [track]
    assert (track.id, track.hits, track.misses) == (1, 6, 0)
    assert tracker.expected(5 * FRAME_S)[0, 0] == pytest.approx(148)


def test_a_face_that_is_followed_already_is_not_taken_over():
    tracker = watched(100)
    assert not tracker.adopt(found(104), None)
    assert ids(tracker) == [1]


def test_a_track_that_drifted_may_be_put_back_though_it_still_overlaps_its_face():
    tracker = watched(100)
    [track] = tracker.tracks
    assert tracker.adopt(found(104), track)
    assert track.detection.box[0] == 104


def test_where_a_face_was_lost_another_may_be_found():
    tracker = watched(100)
    tracker.update_each([None], FRAME_S)
    assert tracker.adopt(found(104), None)
    assert ids(tracker) == [1, 2]
