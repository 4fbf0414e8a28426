import numpy as np

from facecam.track.identity import Identity
from facecam.track.schedule import (
    ENOUGH_SAMPLES,
    KEY_INTERVAL_S,
    REFRESH_S,
    STILL_KEY_INTERVAL_S,
    KeyFrames,
    next_to_embed,
)
from facecam.track.tracker import Track
from facecam.types import Detection, FaceSample


def track(number, misses=0):
    detection = Detection(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
    return Track(number, detection, np.zeros(4, np.float32), 0.0, misses=misses)


def known(times, last_at):
    identity = Identity()
    sample = FaceSample(
        np.zeros((160, 160, 3), np.uint8), np.eye(1, 4, dtype=np.float32)[0], "m", 1
    )
    for _ in range(times):
        identity.add(sample, 1.0, last_at)
    return identity


def test_the_first_frame_is_searched():
    assert KeyFrames().is_due(100.0, [])


def test_the_picture_is_searched_less_often_while_nobody_comes_or_goes():
    frames = KeyFrames()
    frames.searched(0.0, changed=False)
    assert not frames.is_due(1.25 * KEY_INTERVAL_S, [track(1)])
    assert frames.is_due(STILL_KEY_INTERVAL_S, [track(1)])
    frames.searched(1.0, changed=True)
    assert frames.is_due(1.0 + 1.25 * KEY_INTERVAL_S, [track(1)])


def test_a_face_lost_is_searched_for_at_once():
    frames = KeyFrames()
    frames.searched(0.0, changed=False)
    assert frames.is_due(0.01, [track(1), track(2, misses=1)])


def test_a_cut_is_noticed_and_a_moving_picture_is_not_one():
    random = np.random.default_rng(0)
    scene = np.repeat(np.repeat(random.integers(0, 255, (9, 16, 3), np.uint8), 40, 0), 40, 1)
    frames = KeyFrames()
    assert not frames.is_cut(scene)
    assert not frames.is_cut(np.roll(scene, 6, axis=1))
    assert frames.is_cut(255 - scene)


def test_a_face_never_embedded_comes_before_all_others():
    old, new = (track(1), known(5, 0.0)), (track(2), known(0, 0.0))
    assert next_to_embed([old, new], at=100.0) == new


def test_a_little_known_face_comes_before_an_older_well_known_one():
    well, little = (track(1), known(9, 0.0)), (track(2), known(ENOUGH_SAMPLES - 1, 9.9))
    assert next_to_embed([well, little], at=10.0) == little


def test_among_well_known_faces_the_one_embedded_longest_ago_is_next():
    first, second = (track(1), known(9, 1.0)), (track(2), known(9, 2.0))
    assert next_to_embed([second, first], at=10.0) == first


def test_nothing_is_embedded_while_all_are_known_well_and_recently():
    assert next_to_embed([(track(1), known(9, 10.0))], at=10.0 + REFRESH_S / 2) is None


def test_a_face_that_is_not_seen_now_is_not_embedded():
    assert next_to_embed([(track(1, misses=1), known(0, 0.0))], at=10.0) is None
