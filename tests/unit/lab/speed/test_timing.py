from __future__ import annotations

from itertools import chain, count

import numpy as np
import pytest

from facecam.lab.speed import timing
from facecam.lab.speed.embedding import lowest_cosine, time_a_face
from facecam.network import Array


@pytest.fixture
def clock(monkeypatch):
    """Each call of the clock is a millisecond later."""
    ticks = count()
    monkeypatch.setattr("facecam.lab.speed.timing.time.perf_counter", lambda: next(ticks) / 1000)


def test_contestants_take_turns_after_a_round_of_warming_up(clock):
    calls = []
    contestants = {
        "a": lambda given: calls.append("a" + given),
        "b": lambda given: calls.append("b" + given),
    }
    first, second = timing.race(contestants, ["1", "2"], rounds=2)
    assert calls == ["a1", "b1", "a2", "b2"] * 3
    assert (first.name, first.calls, second.name) == ("a", 4, "b")
    assert first.median_ms == pytest.approx(1.0)


def test_median_and_fastest(monkeypatch):
    durations = [0, 5, 0.1, 0.2, 0.9]
    moments = chain.from_iterable((0.0, spent) for spent in durations)
    monkeypatch.setattr("facecam.lab.speed.timing.time.perf_counter", lambda: next(moments))
    (result,) = timing.race({"a": lambda given: None}, ["x"], rounds=4)
    assert result.fastest_ms == pytest.approx(100)
    assert result.median_ms == pytest.approx(550)


class FakeNetwork:
    def __init__(self, turn=0.0):
        self.turn = turn
        self.batches: list[int] = []

    def run(self, **inputs: Array) -> dict[str, Array]:
        image = inputs["image"]
        self.batches.append(len(image))
        rows = np.array([[np.cos(self.turn), np.sin(self.turn)]], np.float32)
        return {"embedding": np.repeat(rows, len(image), axis=0)}


CROP = np.zeros((160, 160, 3), np.uint8)


def test_time_of_a_face_is_a_share_of_its_batch(clock):
    network = FakeNetwork()
    (result,) = time_a_face({"net": network}, [CROP], batch_size=4, rounds=2)
    assert (result.name, network.batches) == ("net, batch of 4", [4, 4, 4])
    assert result.median_ms == pytest.approx(0.25)


def test_lowest_cosine():
    assert lowest_cosine(FakeNetwork(), FakeNetwork(), [CROP]) == pytest.approx(1.0)
    assert lowest_cosine(FakeNetwork(), FakeNetwork(0.5), [CROP]) == pytest.approx(np.cos(0.5))
