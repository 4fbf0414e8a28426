import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from facecam.gallery.blobs import (
    is_whole_png,
    pack_crop,
    pack_embedding,
    unpack_crop,
    unpack_embeddings,
)
from facecam.gallery.faults import DamagedError

UNIT_VECTORS = (
    arrays(np.float32, 512, elements=st.floats(-1, 1, width=32))
    .filter(lambda vector: np.linalg.norm(vector) > 1e-3)
    .map(lambda vector: vector / np.linalg.norm(vector))
)
PICTURES = array_shapes(min_dims=2, max_dims=2, max_side=40).flatmap(
    lambda shape: arrays(np.uint8, (*shape, 3))
)


FIRST_AXIS = np.eye(1, 512, dtype=np.float32)[0]


@given(UNIT_VECTORS)
def test_an_embedding_comes_back_bit_for_bit(embedding: np.ndarray) -> None:
    (back,) = unpack_embeddings([pack_embedding(embedding)])
    assert back.dtype == np.float32
    assert back.tobytes() == embedding.tobytes()


@given(PICTURES)
def test_a_crop_comes_back_pixel_for_pixel(crop: np.ndarray) -> None:
    np.testing.assert_array_equal(unpack_crop(pack_crop(crop)), crop)


def test_an_embedding_is_little_endian_float32() -> None:
    assert pack_embedding(FIRST_AXIS) == bytes([0, 0, 0x80, 0x3F]) + bytes(4 * 511)


def test_unpacked_embeddings_cannot_be_changed() -> None:
    embeddings = unpack_embeddings([pack_embedding(FIRST_AXIS)])
    with pytest.raises(ValueError, match="read-only"):
        embeddings[0, 0] = 2


def test_no_embeddings_are_an_array_of_no_rows() -> None:
    assert unpack_embeddings([]).shape == (0, 512)


@pytest.mark.parametrize(
    ("embedding", "complaint"),
    [
        (FIRST_AXIS[None], r"\(512,\) float32"),
        (FIRST_AXIS[:256], r"\(512,\) float32"),
        (FIRST_AXIS.astype(float), r"\(512,\) float32"),
        (FIRST_AXIS * 2, "length 1, not 2"),
        (np.full(512, np.nan, np.float32), "not nan"),
        (np.zeros(512, np.float32), "not 0.0"),
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


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_a_png_that_was_cut_short_is_damage(part: float) -> None:
    whole = pack_crop(np.random.default_rng(0).integers(0, 256, (10, 10, 3), dtype=np.uint8))
    with pytest.raises(DamagedError, match="not a PNG picture"):
        unpack_crop(whole[: int(len(whole) * part)])
    assert not is_whole_png(whole[: int(len(whole) * part)])


def test_one_wrong_bit_is_seen_without_decoding() -> None:
    whole = pack_crop(np.random.default_rng(0).integers(0, 256, (10, 10, 3), dtype=np.uint8))
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1
    assert is_whole_png(whole)
    assert not is_whole_png(bytes(damaged))


def test_a_picture_far_larger_than_a_crop_is_damage() -> None:
    with pytest.raises(DamagedError, match="not a PNG picture"):
        unpack_crop(pack_crop(np.zeros((1025, 1024, 3), np.uint8)))
