from __future__ import annotations

from itertools import count
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from facecam.lab.speed import roofline
from facecam.lab.speed.flops import Operation
from facecam.lab.speed.roofline import Limit, Observed
from facecam.network import Array


@pytest.fixture
def clock(monkeypatch):
    """Each call of the clock is a millisecond later."""
    ticks = count()
    monkeypatch.setattr("facecam.lab.speed.roofline.time.perf_counter", lambda: next(ticks) / 1000)


class Doubling:
    def run(self, **inputs: Array) -> dict[str, Array]:
        return {"double": inputs["image"] * 2}


def test_an_observed_network_answers_as_it_did_and_is_timed_by_its_inputs_shape(clock):
    network = Observed(Doubling())
    small, large = np.ones((1, 2), np.float32), np.ones((3, 2), np.float32)
    for given in (small, large, large):
        np.testing.assert_array_equal(network.run(image=given)["double"], given * 2)
    assert {shape: len(spent) for shape, spent in network.spent_s.items()} == {(1, 2): 1, (3, 2): 2}
    assert network.spent_s[1, 2] == [pytest.approx(0.001)]


@pytest.fixture
def a_million_operations_a_sample(monkeypatch):
    def operations_of(path, shape):
        assert shape[0] == 1
        return [Operation("FULLY_CONNECTED", (1, 500), (500, 1000))]

    monkeypatch.setattr(roofline, "operations_of", operations_of)
    monkeypatch.setattr(roofline, "_path", lambda name: Path("/nowhere"))


def cascade(frames_s, **spent_s):
    """What was observed of networks that were given so many samples, by seconds."""
    networks = {name: SimpleNamespace(spent_s=spent) for name, spent in spent_s.items()}
    return SimpleNamespace(threads=1, networks=networks, spent_s=frames_s)


def test_limit_is_the_operations_over_the_peak(a_million_operations_a_sample):
    two_frames = cascade([0.01, 0.02], rnet={(4, 24): [0.006, 0.006], (2, 24): [0.002]})
    network, whole = roofline.limits(two_frames, gflops=1.0)
    assert network.name == "rnet, 1 thread"
    assert (network.inputs, network.mflop, network.limit_ms) == (5, 5, pytest.approx(5))
    assert network.measured_ms == pytest.approx(7)
    assert network.ratio == pytest.approx(1.4)
    assert (whole.name, whole.mflop) == ("a frame, 1 thread", 5)
    assert (whole.measured_ms, whole.ratio) == (pytest.approx(15), pytest.approx(3))


def test_one_run_that_was_held_up_does_not_count(a_million_operations_a_sample):
    held_up = cascade([0.1] * 3, onet={(1, 48): [0.001, 0.001, 9.0]})
    assert roofline.limits(held_up, gflops=1.0)[0].measured_ms == pytest.approx(1)


def test_a_network_that_never_ran_has_no_limit(a_million_operations_a_sample):
    network, _ = roofline.limits(cascade([0.1], facenet={}), gflops=1.0)
    assert network == Limit("facenet, 1 thread", 0, 0, 0, 0, 0)
