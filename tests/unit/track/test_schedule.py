from dataclasses import replace

import numpy as np
import pytest

from facecam.track.identity import Identity
from facecam.track.schedule import (
    BETTER,
    ENOUGH_SAMPLES,
    NEWCOMERS_FIRST_S,
    REFRESH_S,
    RETRY_S,
    STILL_KEY_INTERVAL_S,
    UNSURE_REFRESH_S,
    KeyFrames,
    next_to_embed,
)
from facecam.track.tracker import Track
from facecam.types import Decision, Detection, FaceSample, Match, Reason

INTERVAL_S = 0.12
STILL = np.full((360, 640, 3), 100, np.uint8)
SAMPLE = FaceSample(np.zeros((160, 160, 3), np.uint8), np.eye(1, 4, dtype=np.float32)[0], "m", 1)


def track(number, misses=0, box=(0, 0, 0, 0)):
    detection = Detection(np.array(box, np.float32), np.zeros((5, 2), np.float32), 1.0)
    return Track(number, detection, np.zeros(4, np.float32), 0.0, misses=misses)


def known(times, last_at, visibility=1.0):
    identity = Identity()
    for _ in range(times):
        identity.add(SAMPLE, visibility, last_at)
    return identity


def searched_at_0():
    frames = KeyFrames()
    frames.update(STILL)
    frames.searched(0.0)
    return frames


def with_someone_at(x):
    image = STILL.copy()
    image[100:200, x : x + 80] = 200
    return image


def test_the_first_frame_is_searched():
    assert KeyFrames().is_due(100.0, [], INTERVAL_S)


def test_a_still_picture_is_searched_seldom():
    frames = searched_at_0()
    frames.update(STILL)
    assert not frames.is_due(2 * INTERVAL_S, [], INTERVAL_S)
    assert frames.is_due(STILL_KEY_INTERVAL_S, [], INTERVAL_S)


def test_a_still_picture_is_not_searched_more_often_than_the_pace_allows():
    frames = searched_at_0()
    frames.update(STILL)
    assert not frames.is_due(STILL_KEY_INTERVAL_S, [], 2 * STILL_KEY_INTERVAL_S)
    assert frames.is_due(2 * STILL_KEY_INTERVAL_S, [], 2 * STILL_KEY_INTERVAL_S)


def test_what_moves_too_slowly_to_be_seen_from_frame_to_frame_is_noticed_in_the_end():
    frames = searched_at_0()
    for brightness in (105, 110, 115, 120):
        image = STILL.copy()
        image[100:200, 300:400] = brightness
        frames.update(image)
    assert frames.is_due(INTERVAL_S, [], INTERVAL_S)


def test_where_something_moves_the_picture_is_searched_as_often_as_the_pace_allows():
    frames = searched_at_0()
    frames.update(with_someone_at(300))
    assert not frames.is_due(INTERVAL_S / 2, [], INTERVAL_S)
    assert frames.is_due(INTERVAL_S, [], INTERVAL_S)


def test_a_face_that_is_followed_may_move_without_a_search():
    frames = searched_at_0()
    frames.update(with_someone_at(300))
    assert not frames.is_due(INTERVAL_S, [track(1, box=(290, 90, 390, 210))], INTERVAL_S)


def test_a_head_may_reach_a_little_beyond_its_face_without_a_search():
    frames = searched_at_0()
    frames.update(with_someone_at(300))  # (300, 100) to (380, 200)
    assert not frames.is_due(INTERVAL_S, [track(1, box=(321, 121, 359, 179))], INTERVAL_S)


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_whoever_comes_is_noticed_in_any_colour(channel):
    frames = searched_at_0()
    image = STILL.copy()
    image[100:200, 300:380, channel] = 160
    frames.update(image)
    assert frames.is_due(INTERVAL_S, [], INTERVAL_S)


def test_the_noise_of_a_camera_is_no_movement():
    frames = searched_at_0()
    noise = np.random.default_rng(0).normal(0, 6, STILL.shape)
    frames.update((STILL + noise).astype(np.uint8))
    assert not frames.is_due(INTERVAL_S, [], INTERVAL_S)


def test_while_newcomers_wait_for_an_embedding_a_search_waits_too_but_not_for_ever():
    frames = searched_at_0()
    frames.update(with_someone_at(300))
    assert not frames.is_due(NEWCOMERS_FIRST_S / 2, [], INTERVAL_S / 2, newcomers_wait=True)
    assert frames.is_due(NEWCOMERS_FIRST_S, [], INTERVAL_S, newcomers_wait=True)


def test_a_face_lost_is_searched_for_whoever_waits():
    frames = searched_at_0()
    lost = [track(1, misses=1)]
    assert frames.is_due(NEWCOMERS_FIRST_S / 2, lost, INTERVAL_S, newcomers_wait=True)


def test_a_new_scene_is_searched_at_once_whoever_waits():
    frames = searched_at_0()
    frames.forget()
    assert frames.is_due(0.04, [track(1)], INTERVAL_S, newcomers_wait=True)


def test_a_face_lost_is_searched_for_at_once():
    frames = searched_at_0()
    assert frames.is_due(0.01, [track(1), track(2, misses=1)], INTERVAL_S)


def test_a_new_scene_is_due_until_it_was_searched():
    frames = searched_at_0()
    frames.forget()
    assert frames.is_due(0.01, [], INTERVAL_S)
    frames.searched(0.01)
    assert not frames.is_due(0.02, [], INTERVAL_S)


def test_a_cut_is_noticed_and_a_moving_picture_is_not_one():
    random = np.random.default_rng(0)
    scene = np.repeat(np.repeat(random.integers(0, 255, (9, 16, 3), np.uint8), 40, 0), 40, 1)
    frames = KeyFrames()
    cuts = []
    for image in (scene, np.roll(scene, 6, axis=1), 255 - scene):
        frames.update(image)
        cuts.append(frames.is_cut)
    assert cuts == [False, False, True]


def test_a_face_never_embedded_comes_before_all_others():
    old, new = (track(1), known(5, 0.0), 1.0), (track(2), known(0, 0.0), 0.1)
    assert next_to_embed([old, new], at=100.0) == new


def doubted():
    """A well-known face of which the last embedding was odd."""
    identity = known(9, 9.0)
    identity.add(replace(SAMPLE, embedding=np.eye(2, 4, dtype=np.float32)[1]), 1.0, at=10.0)
    return identity


def unsure():
    identity = known(9, 9.0)
    identity.match = Match(Decision.UNSURE)
    return identity


def better_seen():
    return known(9, 9.9, visibility=0.4)


def test_faces_are_embedded_in_the_order_in_which_it_says_most():
    others = (doubted(), known(1, 9.9), unsure(), better_seen(), known(9, 5.0), known(9, 6.0))
    faces = [(track(n), identity, 0.9) for n, identity in enumerate((known(0, 0.0), *others))]
    left, order = faces[::-1], []
    while left:
        chosen = next_to_embed(left, at=10.04)
        assert chosen is not None
        order.append(chosen)
        left.remove(chosen)
    assert order == faces


def test_after_a_glance_the_same_frame_is_embedded_for_the_sample():
    glanced = Identity()
    glanced.add(SAMPLE, 1.0, 10.0, is_fast=True)
    faces = [(track(1), glanced, 1.0)]
    assert next_to_embed(faces, at=10.0) == faces[0]
    glanced.add(SAMPLE, 1.0, 10.0)
    assert next_to_embed(faces, at=10.0) is None


def test_a_little_known_face_comes_before_an_older_well_known_one():
    well = (track(1), known(9, 0.0), 1.0)
    little = (track(2), known(ENOUGH_SAMPLES - 1, 9.9), 1.0)
    assert next_to_embed([well, little], at=10.0) == little


def test_among_well_known_faces_the_one_embedded_longest_ago_is_next():
    first, second = (track(1), known(9, 1.0), 1.0), (track(2), known(9, 2.0), 1.0)
    assert next_to_embed([second, first], at=10.0) == first


def test_a_face_clearly_better_seen_than_before_is_embedded_at_once():
    poorly = known(9, 10.0, visibility=0.4)
    assert next_to_embed([(track(1), poorly, 0.41)], at=10.1) is None
    assert next_to_embed([(track(1), poorly, 0.41 * BETTER)], at=10.1) is not None


def test_nothing_is_embedded_while_all_are_known_well_and_recently():
    assert next_to_embed([(track(1), known(9, 10.0), 1.0)], at=10.0 + REFRESH_S / 2) is None


def test_a_face_that_could_not_be_judged_is_tried_again_a_little_later():
    identity = known(0, 0.0)
    identity.refuse(Reason.BLURRED, at=10.0)
    assert next_to_embed([(track(1), identity, 1.0)], at=10.0 + RETRY_S / 2) is None
    assert next_to_embed([(track(1), identity, 1.0)], at=10.01 + RETRY_S) is not None


def test_a_face_that_looks_blurred_in_its_crop_is_not_embedded_again_and_again():
    blurred = Identity()
    for _ in range(ENOUGH_SAMPLES):
        blurred.add(replace(SAMPLE, quality=0.1), visibility=0.8, at=10.0)
    assert next_to_embed([(track(1), blurred, 0.8)], at=10.1) is None


def test_a_face_that_may_be_another_is_embedded_again_before_little_known_ones():
    doubted, little = known(9, 9.0), known(1, 9.0)
    doubted.add(replace(SAMPLE, embedding=np.eye(2, 4, dtype=np.float32)[1]), 1.0, at=10.0)
    faces = [(track(1), doubted, 1.0), (track(2), little, 1.0)]
    assert next_to_embed(faces, at=10.04) == faces[0]


def test_a_face_that_is_perhaps_somebody_is_embedded_again_soon():
    unsure, sure = known(9, 10.0), known(9, 10.0)
    unsure.match = Match(Decision.UNSURE)
    at = 10.01 + UNSURE_REFRESH_S
    assert next_to_embed([(track(1), sure, 1.0)], at) is None
    assert next_to_embed([(track(1), unsure, 1.0)], at) is not None


def test_one_frame_is_never_embedded_twice():
    assert next_to_embed([(track(1), known(1, 10.0), 1.0)], at=10.0) is None


def test_a_known_face_that_cannot_be_judged_now_does_not_keep_others_waiting():
    dark, other = known(1, 0.0), known(2, 0.0)
    dark.refuse(Reason.TOO_DARK, at=10.0)
    faces = [(track(1), dark, 1.0), (track(2), other, 1.0)]
    assert next_to_embed(faces, at=10.04) == faces[1]


def test_a_face_that_is_not_seen_now_is_not_embedded():
    assert next_to_embed([(track(1, misses=1), known(0, 0.0), 1.0)], at=10.0) is None
