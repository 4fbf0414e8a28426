"""A gallery whose people are more alike than strangers are keeps strangers out as well."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.scoring.calibrated_index import CalibratedScoring
from facecam.scoring.cohort import Cohort
from facecam.scoring.fit import fit
from facecam.scoring.gallery_similarity import gallery_similarity
from facecam.scoring.template import templates
from facecam.scoring.template_index import TemplateIndex
from facecam.vectors import unit

RATE = 0.05


def faces(people, alike=0.0, pictures=2, size=48, seed=0):
    """Two pictures each of people who are alike to this degree."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), pictures)
    own = rng.standard_normal((people, size)) + alike * np.eye(1, size)[0] * np.sqrt(size)
    noisy = own[person] + 0.4 * rng.standard_normal((len(person), size))
    return unit(noisy).astype(np.float32), person


@pytest.fixture(scope="module")
def calibration():
    return fit("facenet-x", *faces(150, pictures=4))


def factor(calibration, embeddings, people):
    index = TemplateIndex(templates(embeddings, people), Cohort(calibration.population))
    return gallery_similarity(index, embeddings, people, calibration.tail)


def test_people_like_anybody_raise_nothing_much(calibration):
    assert factor(calibration, *faces(60, seed=3)) < 1.5


def test_people_who_are_alike_raise_the_threshold(calibration):
    family, strangers = faces(20, alike=0.8, seed=3), faces(20, seed=3)
    assert factor(calibration, *family) > 2
    build_index = CalibratedScoring(calibration)
    assert build_index(*family).threshold(RATE) > build_index(*strangers).threshold(RATE)


def test_strangers_of_their_kind_are_named_less_often_for_it(calibration):
    embeddings, people = faces(300, alike=0.45, seed=4)
    known = people < 20
    index = CalibratedScoring(calibration)(embeddings[known], people[known])
    best = index.nearest(embeddings[~known], 1).scores[:, 0]
    without = calibration.tail.threshold(RATE, 20)
    assert (best > index.threshold(RATE)).mean() < 0.8 * (best > without).mean()


def test_one_person_alone_is_like_nobody(calibration):
    assert factor(calibration, *faces(1)) == 1


def test_a_person_enrolled_with_many_samples_is_not_their_own_double(calibration):
    once, often = faces(30, seed=5), faces(30, pictures=8, seed=5)
    assert factor(calibration, *often) == pytest.approx(factor(calibration, *once), abs=0.5)
