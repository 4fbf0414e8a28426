from __future__ import annotations

import numpy as np
import pytest

from facecam.lab.speed.gallery_search import LIKENESS, other_pictures, search_gallery
from facecam.scoring.calibration import SHIPPED, find_calibration

CALIBRATION = find_calibration(next(SHIPPED.glob("*.npz")).stem)


def test_comparing_with_everyone_finds_the_nearest():
    figures = search_gallery(500, CALIBRATION)
    assert (figures.people, figures.search) == (500, "exact")
    assert (figures.recall_known, figures.recall_strangers) == (1, 1)
    assert 0 < figures.top1_ms <= figures.top1_p95_ms


def test_an_index_is_held_against_comparing_with_everyone(monkeypatch):
    monkeypatch.setattr("facecam.scoring.candidates.EXACT_PEOPLE", 100)
    figures = search_gallery(3000, CALIBRATION)
    assert figures.search == "indexed"
    assert 0.9 < figures.recall_known <= 1


def test_another_picture_of_a_person_is_as_like_as_on_lfw():
    enrolled = CALIBRATION.population.draw(50, seed=1)
    faces, rows = other_pictures(CALIBRATION.population, enrolled, seed=2)
    assert (faces * enrolled[rows]).sum(axis=1) == pytest.approx(LIKENESS, abs=1e-5)
    np.testing.assert_allclose(np.linalg.norm(faces, axis=1), 1, atol=1e-5)
