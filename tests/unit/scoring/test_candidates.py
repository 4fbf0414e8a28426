from __future__ import annotations

import numpy as np
import pytest

from facecam.scoring.candidates import (
    FOUND,
    ExhaustiveSearch,
    InvertedFileSearch,
    main_directions,
    search_among,
)
from facecam.vectors import unit


def cluster(people, size=32, within=8, seed=0):
    """Vectors in a few of many directions, as a network's are."""
    rng = np.random.default_rng(seed)
    few = rng.standard_normal((people, within)) @ rng.standard_normal((within, size))
    return unit((few + 1e-3 * rng.standard_normal((people, size))).astype(np.float32))


PEOPLE = cluster(3000)
OFFSETS = np.random.default_rng(1).uniform(0, 0.1, len(PEOPLE)).astype(np.float32)
FACES = unit(PEOPLE[:40] + 0.02 * cluster(40, seed=2))


def test_directions_that_hold_next_to_nothing_are_left_out():
    axes = main_directions(PEOPLE)
    assert axes.shape == (32, 8)
    np.testing.assert_allclose(axes.T @ axes, np.eye(8), atol=1e-5)


@pytest.mark.parametrize("kind", [ExhaustiveSearch, InvertedFileSearch])
def test_whoever_is_nearest_less_the_offset_is_among_the_candidates(kind):
    nearest = (FACES @ PEOPLE.T - OFFSETS).argmax(axis=1)
    found = kind(PEOPLE, OFFSETS).candidates(FACES)
    assert found.shape == (len(FACES), FOUND)
    assert (found == nearest[:, None]).any(axis=1).all()


def test_in_a_small_gallery_everyone_is_a_candidate():
    found = ExhaustiveSearch(PEOPLE[:3], OFFSETS[:3]).candidates(FACES)
    assert (np.sort(found, axis=1) == [0, 1, 2]).all()


def test_only_large_galleries_have_an_index(monkeypatch):
    monkeypatch.setattr("facecam.scoring.candidates.EXACT_PEOPLE", 1000)
    assert search_among(PEOPLE[:1000], OFFSETS[:1000]).name == "exact"
    assert search_among(PEOPLE, OFFSETS).name == "indexed"
