"""The mtcnn package and FaceNet on TensorFlow, as a peer to race against."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from facecam.lab.clips.frames import first_frames
from facecam.lab.speed.peer_race import race_peers
from facecam.lab.speed.peers import installed_peers

pytestmark = pytest.mark.weights


@pytest.mark.skipif(find_spec("mtcnn") is None, reason="the mtcnn package is not installed")
def test_the_mtcnn_peer_finds_and_embeds_the_demos_face():
    frames = first_frames("demo", 1, (640, 480))
    (speed,) = race_peers(frames, {"mtcnn": installed_peers()["mtcnn"]}, seconds=0)
    assert speed.faces_per_frame == 1
    assert speed.fps > 0
