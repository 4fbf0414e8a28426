"""Stored crops embedded again when the network changes."""

from collections.abc import Mapping

import numpy as np
import pytest

from facecam.renewal import TOGETHER, renew
from facecam.types import Floats


def crops(count):
    return [(number, np.full((160, 160, 3), number, np.uint8)) for number in range(1, count + 1)]


def embed(pictures):
    return np.array([[picture[0, 0, 0]] for picture in pictures], np.float32)


def test_each_sample_gets_the_embedding_of_its_own_crop():
    kept: dict[int, Floats] = {}
    renew(crops(5), embed, kept.update)
    assert {number: float(row[0]) for number, row in kept.items()} == {n: n for n in range(1, 6)}


def test_many_are_kept_some_at_a_time_so_that_an_interruption_costs_little():
    portions: list[Mapping[int, Floats]] = []
    renew(crops(2 * TOGETHER + 1), embed, portions.append)
    assert [len(portion) for portion in portions] == [TOGETHER, TOGETHER, 1]


def test_where_nothing_is_outdated_nothing_is_embedded_or_written():
    def never(given):
        pytest.fail(f"called with {given}")

    renew([], never, never)
