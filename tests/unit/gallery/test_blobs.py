import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from facecam.gallery.blobs import pack_crop, pack_embedding, unpack_crop, unpack_embeddings
from facecam.gallery.faults import DamagedError

UNIT_VECTORS = (
    arrays(np.float32, st.integers(1, 64), elements=st.floats(-1, 1, width=32))
    .filter(lambda vector: np.linalg.norm(vector) > 1e-3)
    .map(lambda vector: vector / np.linalg.norm(vector))
)
PICTURES = array_shapes(min_dims=2, max_dims=2, max_side=40).flatmap(
    lambda shape: arrays(np.uint8, (*shape, 3))
)


@given(UNIT_VECTORS)
def test_an_embedding_comes_back_bit_for_bit(embedding: np.ndarray) -> None:
    back = unpack_embeddings([pack_embedding(embedding)], [len(embedding)])
    assert back.dtype == np.float32
    assert back.tobytes() == embedding.tobytes()


@given(PICTURES)
def test_a_crop_comes_back_pixel_for_pixel(crop: np.ndarray) -> None:
    np.testing.assert_array_equal(unpack_crop(pack_crop(crop)), crop)


def test_an_embedding_is_little_endian_float32() -> None:
    assert pack_embedding(np.array([1, 0], np.float32)) == bytes([0, 0, 0x80, 0x3F, 0, 0, 0, 0])


def test_unpacked_embeddings_cannot_be_changed() -> None:
    embeddings = unpack_embeddings([pack_embedding(np.array([1, 0], np.float32))], [2])
    with pytest.raises(ValueError, match="read-only"):
        embeddings[0, 0] = 2


def test_no_embeddings_are_an_array_of_no_rows() -> None:
    assert unpack_embeddings([], []).shape == (0, 512)


@pytest.mark.parametrize(
    ("embedding", "complaint"),
    [
        (np.ones((1, 4), np.float32), r"\(1, 4\)"),
        (np.array([1.0, 0.0]), "float64"),
        (np.array([1, 1], np.float32), "length 1, not 1.41"),
        (np.array([np.nan, 1], np.float32), "not nan"),
        (np.zeros(0, np.float32), "not 0.0"),
    ],
)
def test_what_is_not_a_unit_vector_is_not_packed(embedding: np.ndarray, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        pack_embedding(embedding)


@pytest.mark.parametrize(
    "crop", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))]
)
def test_what_is_not_a_colour_picture_is_not_packed(crop: np.ndarray) -> None:
    with pytest.raises(ValueError, match="crop must be"):
        pack_crop(crop)


@pytest.mark.parametrize(
    ("blobs", "dimensions"),
    [([b"\0" * 8], [3]), ([b"\0" * 8, b"\0" * 4], [2, 1]), ([b"\0" * 7], [2])],
)
def test_embeddings_of_a_wrong_size_are_damage(blobs: list[bytes], dimensions: list[int]) -> None:
    with pytest.raises(DamagedError):
        unpack_embeddings(blobs, dimensions)


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_a_png_that_was_cut_short_is_damage(part: float) -> None:
    whole = pack_crop(np.random.default_rng(0).integers(0, 256, (10, 10, 3), dtype=np.uint8))
    with pytest.raises(DamagedError, match="not a PNG picture"):
        unpack_crop(whole[: int(len(whole) * part)])
