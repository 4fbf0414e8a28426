from __future__ import annotations

import os

import numpy as np
import pytest

from facecam.errors import FacecamError, WeightsError
from facecam.lab.speed.peer_race import _scattered, race_peers
from facecam.lab.speed.peers import Peer

# Each peer runs in another process, so what makes one is found there by its name.


def one_face():
    return Peer("One", "1.0", lambda image: np.zeros((1, 4), np.float32))


def as_many_faces_as_red():
    return Peer("Red", "2.0", lambda image: np.zeros((image[0, 0, 0], 4), np.float32))


def crashing():
    return Peer("Crash", "3.0", lambda image: os._exit(139))


def without_weights():
    raise WeightsError("There are no weights.")


def frames(*red):
    return [np.full((2, 2, 3), value, np.uint8) for value in red]


def test_peers_see_the_same_frames_in_processes_of_their_own():
    one, red = race_peers(
        frames(0, 1, 2, 5), {"one": one_face, "red": as_many_faces_as_red}, seconds=60
    )
    assert (one.name, one.version, one.frames, one.faces_per_frame) == ("One", "1.0", 4, 1.0)
    assert (red.name, red.frames, red.faces_per_frame) == ("Red", 4, 2.0)
    assert one.fps > 0


def test_time_over_after_one_frame():
    (one,) = race_peers(frames(0, 1, 2, 5), {"one": one_face}, seconds=0)
    assert one.frames == 1


def test_a_peer_that_crashes_is_named():
    with pytest.raises(FacecamError, match="crashing-peer peer ended unexpectedly"):
        race_peers(frames(0), {"crashing-peer": crashing}, seconds=1)


def test_missing_weights_are_said_in_their_own_sentence():
    with pytest.raises(WeightsError, match="There are no weights"):
        race_peers(frames(0), {"mtcnn": without_weights}, seconds=1)


@pytest.mark.parametrize("count", [1, 2, 3, 10, 100, 105])
def test_frames_are_taken_once_and_from_all_over_the_clip(count):
    order = list(_scattered(count))
    assert sorted(order) == list(range(count))
    if count >= 10:
        assert max(order[: count // 2]) - min(order[: count // 2]) >= count * 0.6
        assert max(np.diff(sorted(order[: count // 2]))) <= count * 0.35
