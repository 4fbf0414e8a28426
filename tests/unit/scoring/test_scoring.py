from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.errors import UsageError, WeightsError
from facecam.match import Matcher
from facecam.scoring.calibrated_index import CalibratedScoring
from facecam.scoring.calibration import SHIPPED, find_calibration, load_calibration, own_file
from facecam.scoring.cohort import Cohort
from facecam.scoring.fit import fit, least_squares
from facecam.scoring.population import fit_population
from facecam.scoring.tail import Tail
from facecam.scoring.template import templates
from facecam.scoring.template_index import TemplateIndex
from facecam.types import GallerySnapshot
from facecam.vectors import unit

TAIL = Tail(-15.0, -6.0, -1.9, 0.95)


def collection(people=150, pictures=4, size=48, seed=0):
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), pictures)
    faces = rng.standard_normal((people, size))[person]
    return unit(faces + 0.4 * rng.standard_normal(faces.shape)).astype(np.float32), person


@pytest.fixture(scope="module")
def calibration():
    return fit("facenet-x", *collection())


def test_the_limit_rises_with_the_people_and_with_the_promise():
    assert TAIL.threshold(0.01, 10) < TAIL.threshold(0.01, 100) < TAIL.threshold(0.001, 100)


@pytest.mark.parametrize("people", [1, 2, 100, 5000])
@pytest.mark.parametrize("tail", [TAIL, Tail(0.0, -6.0, -1.9, 1.0)])
def test_at_the_limit_the_rate_is_the_promised_one(tail, people):
    assert tail.rate(tail.threshold(0.001, people), people) == pytest.approx(0.001)


TAIL_NUMBERS = [
    st.floats(low, high) | st.floats() for low, high in ((-40, 0), (-20, -0.1), (-10, 5), (0.1, 2))
]


@given(*TAIL_NUMBERS, st.floats(1e-6, 0.4), st.integers(1, 10**6))
@example(-1e200, -1e200, -1.9, 0.95, 0.001, 10)
@example(0.0, -5e-324, -1.9, 0.95, 0.001, 10)
@example(-15.0, -6.0, -1.9, 1e308, 0.001, 10)
def test_every_tail_that_can_be_made_has_limits_that_rise(
    curve, slope, height, growth, rate, people
):
    try:
        tail = Tail(curve, slope, height, growth)
    except ValueError:
        return
    limits = [
        tail.threshold(rate, people),
        tail.threshold(rate / 2, people),
        tail.threshold(rate / 2, 2 * people),
    ]
    assert np.isfinite(limits).all()
    assert limits == sorted(limits)
    assert 0 < tail.threshold(0.001, 100) < 1


def test_no_limit_for_nobody():
    with pytest.raises(ValueError, match="0 people"):
        TAIL.threshold(0.01, 0)


def test_a_person_counts_once_however_often_pictured():
    vectors, person = collection()
    often = np.concatenate([vectors] + [vectors[:4]] * 50), np.concatenate([person, [0] * 200])
    once, repeated = fit_population(vectors, person), fit_population(*often)
    np.testing.assert_allclose(
        once.shares @ once.means, repeated.shares @ repeated.means, atol=1e-5
    )


def test_no_cluster_stands_for_fewer_than_ten_people():
    population = fit_population(*collection(people=60))
    assert population.shares.min() * 60 >= 10 - 1e-4


def test_drawn_strangers_are_like_the_people_they_stand_for():
    vectors, person = collection()
    drawn = fit_population(vectors, person).draw(4000, seed=1)
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(drawn.mean(axis=0), vectors.mean(axis=0), atol=0.03)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(vectors.T), atol=0.01)


def test_drawn_strangers_are_the_same_each_time():
    population = fit_population(*collection())
    np.testing.assert_array_equal(population.draw(5, 1), population.draw(5, 1))


def test_a_face_like_many_has_a_higher_level():
    rng = np.random.default_rng(0)
    vectors = unit(rng.standard_normal((400, 48)) + np.eye(48)[0] * 3)
    cohort = Cohort(fit_population(vectors, np.arange(400)))
    common, odd = np.eye(48, dtype=np.float32)[0], -np.eye(48, dtype=np.float32)[0]
    assert np.diff(cohort.level(np.stack([odd, common])))[0] > 0.2


def test_the_right_person_scores_highest(calibration):
    vectors, person = collection(people=20, seed=5)
    first = np.arange(0, len(vectors), 4)
    index = TemplateIndex(templates(vectors[first], person[first]), Cohort(calibration.population))
    scores = index.scores(vectors[first + 1])
    np.testing.assert_array_equal(index.person_ids[scores.argmax(axis=1)], person[first + 1])


def test_samples_of_a_person_are_one_vector_in_any_order(calibration):
    vectors, person = collection(people=5)
    cohort, order = Cohort(calibration.population), np.random.default_rng(3).permutation(20)
    np.testing.assert_allclose(
        TemplateIndex(templates(vectors, person), cohort).scores(vectors),
        TemplateIndex(templates(vectors[order], person[order]), cohort).scores(vectors),
        atol=1e-6,
    )


@pytest.mark.parametrize("people", [10, 40])
def test_other_strangers_are_named_about_as_often_as_promised(calibration, people):
    vectors, person = collection(people=900, pictures=2, seed=7)
    known = (person < people) & (np.arange(len(person)) % 2 == 0)
    index = TemplateIndex(templates(vectors[known], person[known]), Cohort(calibration.population))
    best = index.scores(vectors[person >= people]).max(axis=1)
    assert 0.01 / 3 < np.mean(best > calibration.tail.threshold(0.01, people)) < 0.03


@pytest.fixture(scope="module")
def matcher(calibration):
    vectors, person = collection(people=20, seed=5)
    made = Matcher(CalibratedScoring(calibration), 0.001)
    names = {number: str(number) for number in range(20)}
    made.use_gallery(GallerySnapshot("facenet-x", vectors, person, names))
    return made


@given(
    arrays(np.float32, (3, 48), elements=st.floats(width=32) | st.sampled_from([0.0, 0.14433756]))
)
def test_no_face_whatever_is_named_below_the_limit_of_a_calibration(matcher, faces):
    own = collection(people=20, seed=5)[0][:1]
    for match in matcher.match(np.concatenate([faces, own])):
        if match.name is not None and match.evidence is not None:
            assert match.evidence.score >= match.evidence.threshold
            assert np.isfinite([match.evidence.score, match.evidence.threshold]).all()
    assert match.name == "0"


def test_too_few_people_for_a_calibration():
    with pytest.raises(UsageError, match="100 people, not 30"):
        fit("facenet-x", *collection(people=30))


def test_people_with_one_picture_only_cannot_be_calibrated_on():
    with pytest.raises(UsageError, match="two pictures"):
        fit("facenet-x", *collection(pictures=1))


def test_a_calibration_is_read_as_it_was_written(calibration, tmp_path):
    calibration.save(tmp_path / "a.npz")
    read = load_calibration(tmp_path / "a.npz", "facenet-x")
    assert (read.model_id, read.tail, read.people) == ("facenet-x", calibration.tail, 150)
    np.testing.assert_allclose(read.population.means, calibration.population.means, atol=1e-3)


def test_a_calibration_of_another_model_is_refused(calibration, tmp_path):
    calibration.save(tmp_path / "a.npz")
    with pytest.raises(WeightsError, match="calibration of facenet-x, not of other"):
        load_calibration(tmp_path / "a.npz", "other")


def test_a_missing_calibration_says_how_to_make_one(tmp_path):
    with pytest.raises(WeightsError, match="facecam calibrate"):
        load_calibration(tmp_path / "none.npz", "facenet-x")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b"anything"])
def test_a_damaged_calibration_is_refused(content, tmp_path):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(WeightsError, match="damaged"):
        load_calibration(tmp_path / "a.npz", "facenet-x")


def test_the_users_own_calibration_comes_before_the_shipped_one(calibration):
    shipped = next(SHIPPED.glob("*.npz")).stem
    assert find_calibration(shipped).people == 844
    dataclasses.replace(calibration, model_id=shipped).save(own_file(shipped))
    assert find_calibration(shipped).people == calibration.people


def test_a_model_without_a_calibration_is_told_how_to_get_one():
    with pytest.raises(WeightsError, match="facecam calibrate"):
        find_calibration("facenet-without")


def test_galleries_of_one_size_say_nothing_of_growth_so_that_it_is_one():
    limits = np.linspace(0.1, 0.4, 12)
    rows = np.stack(
        [limits**2, limits, np.ones_like(limits), np.full_like(limits, np.log10(5))], axis=1
    )
    upwards = rows @ np.array([3.0, -9.0, -1.0, 1.0])
    curve, _, _, growth = least_squares(rows, upwards)
    assert (curve, growth) == (0, 1)
