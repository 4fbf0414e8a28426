"""Operations are counted in real graphs, and real networks are held against a peak."""

from __future__ import annotations

import subprocess
import sys

import pytest

from facecam.lab.clips.frames import first_frames
from facecam.lab.speed.flops import count_flops, operations_of
from facecam.lab.speed.roofline import limits, observe
from facecam.weights import find_model

SMALL_CONVOLUTION = """
import sys
from pathlib import Path
import tensorflow as tf
from facecam.weights.emit import write_network
kernel = tf.ones((3, 3, 2, 5))
write_network(
    lambda image: {"out": tf.nn.relu(tf.nn.conv2d(image, kernel, strides=2, padding="VALID"))},
    (None, 11, 9, 2),
    Path(sys.argv[1]) / "small",
)
"""


def test_operations_of_a_small_convolution(tmp_path):
    # TensorFlow stays out of the tests' process.
    subprocess.run([sys.executable, "-c", SMALL_CONVOLUTION, str(tmp_path)], check=True)
    flops = count_flops(operations_of(tmp_path / "small.tflite", (3, 11, 9, 2)))
    assert flops == 3 * (5 * 4 * 5) * (3 * 3 * 2) * 2


@pytest.mark.weights
def test_operations_of_pnet_are_those_of_the_papers_layers():
    path = find_model("mtcnn").folder / "pnet.tflite"
    layers = [
        (10 * 10 * 10, 3 * 3 * 3),
        (3 * 3 * 16, 3 * 3 * 10),
        (1 * 1 * 32, 3 * 3 * 16),
        (1, 32),  # of the two probabilities one is computed, the other being the rest to 1
        (4, 32),
    ]
    expected = sum(2 * values * multiply_adds for values, multiply_adds in layers)
    assert count_flops(operations_of(path, (1, 12, 12, 3))) == expected


@pytest.mark.weights
def test_every_network_of_a_frame_with_a_face_is_held_against_the_peak():
    [cascade] = observe(first_frames("demo", 1, (320, 240)), [1], min_face_px=40, rounds=1)
    pnet, rnet, onet, facenet, frame = limits(cascade, gflops=1000.0)
    assert (facenet.inputs, frame.inputs) == (2, 1)  # one face, embedded in two views
    assert min(pnet.inputs, rnet.inputs, onet.inputs) >= 1
    assert facenet.mflop > onet.mflop > 0
    assert frame.measured_ms > facenet.measured_ms > facenet.limit_ms > 0
