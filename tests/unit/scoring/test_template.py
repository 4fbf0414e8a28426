from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.scoring.template import templates
from facecam.validity import LEAST_QUALITY, LENGTH_TOLERANCE
from facecam.vectors import unit


def samples_of(people, pictures, noise=0.5, seed=0):
    """Pictures of people, ten times as alike as people are among each other."""
    rng = np.random.default_rng(seed)
    own = np.eye(people, 64, dtype=np.float32).repeat(pictures, axis=0)
    away = unit(rng.standard_normal(own.shape).astype(np.float32))
    return unit(own + noise * away), np.repeat(np.arange(people), pictures)


def test_samples_that_weigh_the_same_are_averaged():
    vectors, people = samples_of(3, 4)
    made = templates(vectors, people)
    assert made.person_ids.tolist() == [0, 1, 2]
    np.testing.assert_allclose(
        made.vectors, unit(vectors.reshape(3, 4, -1).mean(axis=1)), atol=1e-6
    )
    assert made.samples == pytest.approx([4, 4, 4])


def test_a_sample_of_poor_quality_counts_for_less():
    vectors, people = samples_of(1, 2)
    made = templates(vectors, people, np.array([1.0, 0.05], np.float32))
    assert made.vectors[0] @ vectors[0] > made.vectors[0] @ vectors[1]
    assert 1 < made.samples[0] < 2


@pytest.mark.parametrize("pictures", [3, 4, 8])
def test_another_face_enrolled_by_mistake_does_not_spoil_a_person(pictures):
    vectors, people = samples_of(2, pictures)
    mistaken = vectors.copy()
    mistaken[0] = np.eye(64)[40]
    spoilt, without = templates(mistaken, people), templates(vectors[1:], people[1:])
    np.testing.assert_allclose(spoilt.vectors, without.vectors, atol=1e-6)
    assert spoilt.samples[0] == pytest.approx(pictures - 1)


def test_of_two_samples_that_disagree_both_stay():
    made = templates(np.eye(2, 8, dtype=np.float32), np.array([5, 5]))
    np.testing.assert_allclose(made.vectors[0, :2], [0.5**0.5] * 2, atol=1e-6)


def test_where_no_samples_agree_none_is_left_out():
    made = templates(np.eye(4, 8, dtype=np.float32), np.zeros(4, np.int64))
    assert made.samples == pytest.approx([4])


@given(
    arrays(np.int64, 6, elements=st.integers(0, 2)),
    arrays(np.float32, 6, elements=st.floats(LEAST_QUALITY, 1, width=32)),
    st.lists(st.floats(0, 6.3) | st.sampled_from([0.0, np.pi]), min_size=6, max_size=6),
)
def test_a_template_is_finite_and_no_longer_than_its_samples_whoever_they_are(
    people, qualities, angles
):
    samples = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    made = templates(samples, people, qualities)
    assert (np.linalg.norm(made.vectors, axis=1) <= 1 + LENGTH_TOLERANCE).all()
    counts = np.bincount(people)[made.person_ids]
    assert ((made.samples >= 1 - 1e-3) & (made.samples <= counts + 1e-3)).all()
