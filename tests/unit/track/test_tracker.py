from dataclasses import replace

import numpy as np
import pytest

from facecam.track.tracker import BRIDGED_MISSES, Tracker
from facecam.types import Detection

FRAME_S = 0.04


def face(x, y=100.0, side=50.0, score=0.99):
    box = np.array([x, y, x + side, y + side], np.float32)
    return Detection(box, np.zeros((5, 2), np.float32), score)


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
    np.testing.assert_allclose(track.detection.landmarks, np.tile([35, 25], (5, 1)))


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
