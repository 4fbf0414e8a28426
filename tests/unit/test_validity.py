"""Nothing but a number in its range may stand for a face."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facecam.types import FaceSample, GallerySnapshot
from facecam.validity import LENGTH_TOLERANCE, valid_embeddings, valid_qualities

CROP = np.zeros((160, 160, 3), np.uint8)
ROW = np.eye(1, 4, dtype=np.float32)[0]
UNLIKE = [np.nan, np.inf, -np.inf]
ANY_FLOATS = st.floats(width=32) | st.sampled_from([1.0, 0.5, 1e-45, 3e38])


@given(arrays(np.float32, st.tuples(st.integers(0, 4), st.integers(0, 4)), elements=ANY_FLOATS))
def test_a_valid_embedding_is_finite_and_of_length_one_whatever_is_given(rows):
    for row, valid in zip(rows.astype(np.float64), valid_embeddings(rows), strict=True):
        length = np.sqrt((row**2).sum())
        assert not valid or abs(length - 1) <= LENGTH_TOLERANCE * 1.01


@given(arrays(np.float32, st.integers(0, 5), elements=ANY_FLOATS))
def test_a_valid_quality_is_above_nothing_and_at_most_one_whatever_is_given(qualities):
    least = np.finfo(np.float32).tiny
    assert valid_qualities(qualities).tolist() == [least <= q <= 1 for q in qualities.tolist()]


def test_what_rounding_leaves_of_a_length_is_no_fault():
    embeddings = np.stack([ROW, ROW * np.float32(1.0009), ROW * np.float32(1.0011)])
    assert valid_embeddings(embeddings).tolist() == [True, True, False]


@pytest.mark.parametrize("spoilt", [*UNLIKE, 2.0, 0.0])
def test_a_sample_cannot_be_made_of_what_is_no_embedding(spoilt):
    with pytest.raises(ValueError, match="embedding"):
        FaceSample(CROP, np.array([spoilt, 0, 0, 0], np.float32), "m", 0.9)
    with pytest.raises(ValueError, match="embedding"):
        FaceSample(CROP, ROW[None], "m", 0.9)


@pytest.mark.parametrize("quality", [*UNLIKE, 0.0, -5.0, 1e-40, 1.1])
def test_a_sample_cannot_weigh_nothing_nor_more_than_one(quality):
    with pytest.raises(ValueError, match="quality"):
        FaceSample(CROP, ROW, "m", 0.9, quality)


def snapshot(embeddings, ids=(1, 2), names=(1, 2), qualities=None):
    qualities = None if qualities is None else np.array(qualities, np.float32)
    people = np.array(ids, np.int64)
    return GallerySnapshot("m", embeddings, people, dict.fromkeys(names, "Ada"), qualities)


@pytest.mark.parametrize("spoilt", [*UNLIKE, 2.0, 0.0])
def test_one_row_that_is_no_embedding_makes_no_gallery(spoilt):
    rows = np.stack([ROW, ROW])
    assert len(snapshot(rows).embeddings) == 2
    rows[1, 0] = spoilt
    with pytest.raises(ValueError, match="length 1"):
        snapshot(rows)


@pytest.mark.parametrize("quality", [*UNLIKE, 0.0, -5.0, 1e-40, 1.1])
def test_one_quality_out_of_range_makes_no_gallery(quality):
    with pytest.raises(ValueError, match="quality"):
        snapshot(np.stack([ROW, ROW]), qualities=[1.0, quality])


@pytest.mark.parametrize(
    "wrong",
    [
        {"embeddings": ROW},
        {"ids": (1,)},
        {"ids": ((1,), (2,))},
        {"names": (1,)},
        {"qualities": (1.0,)},
    ],
    ids=["one vector", "too few people", "people in a column", "no name", "too few qualities"],
)
def test_what_does_not_fit_together_makes_no_gallery(wrong):
    with pytest.raises(ValueError, match=r"people|name|quality"):
        snapshot(**{"embeddings": np.stack([ROW, ROW])} | wrong)


@given(
    arrays(np.float32, st.tuples(st.integers(0, 3), st.integers(1, 3)), elements=ANY_FLOATS),
    arrays(np.float32, st.integers(0, 3), elements=ANY_FLOATS),
    arrays(np.int64, st.integers(0, 3), elements=st.integers(0, 3)),
)
def test_whatever_rows_a_gallery_is_made_of_it_holds_valid_ones_alone(rows, qualities, people):
    try:
        made = GallerySnapshot("m", rows, people, {1: "Ada", 2: "Bob"}, qualities)
    except ValueError:
        return
    assert len(made.embeddings) == len(made.person_ids) == len(qualities)
    assert valid_embeddings(made.embeddings).all()
    assert valid_qualities(qualities).all()
    assert set(made.person_ids.tolist()) <= {1, 2}
