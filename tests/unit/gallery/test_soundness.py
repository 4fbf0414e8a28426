"""Only what is as it was written is sound, whatever else stands in a row."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.gallery import checksums
from facecam.gallery.blobs import pack_embedding
from facecam.gallery.plausibility import (
    checksum_of_crop,
    checksum_of_embedding,
    checksum_of_person,
)
from facecam.gallery.soundness import is_sound_crop, sound_embeddings, sound_names

ANYTHING = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(codec=None), max_size=20),
    st.binary(max_size=40),
)
"""What SQLite may give for any column, text that is not UTF-8 among it."""
UNIT = pack_embedding(np.eye(1, 512, dtype=np.float32)[0])
PERSON = (7, "Zoë", "zoë", 1_700_000_000)
EMBEDDING = (7, "a network", 0.5, 512, UNIT)
CROP = (7, 0.5, 0.99, 1_700_000_000, b"a picture")


def same(one: list[Any], other: list[Any]) -> bool:
    """Return whether two rows are equal, types and all."""
    return repr(one) == repr(other)


@given(st.lists(ANYTHING, min_size=5, max_size=5))
def test_nothing_that_stands_in_a_row_of_people_is_a_name_by_chance(row: list[Any]) -> None:
    assert sound_names([row]) == {}
    checksum_of_person(row[:4])


@given(st.lists(ANYTHING, min_size=6, max_size=6))
def test_nothing_that_stands_in_a_row_of_samples_is_sound_by_chance(row: list[Any]) -> None:
    assert not sound_embeddings([row])[0]
    assert not is_sound_crop(row)
    assert checksum_of_embedding(row[:5]) == checksum_of_crop(row[:5]) == b""


@given(st.integers(0, 3), ANYTHING)
def test_a_name_with_one_value_changed_is_not_sound(column: int, value: Any) -> None:
    row = [*PERSON, checksums.of_person(*PERSON)]
    changed = [*row[:column], value, *row[column + 1 :]]
    assert (7 in sound_names([changed])) == same(changed, row)


@given(st.integers(0, 4), ANYTHING)
def test_a_sample_with_one_value_changed_is_not_sound(column: int, value: Any) -> None:
    embedding = [*EMBEDDING, checksums.of_embedding(*EMBEDDING)]
    changed = [*embedding[:column], value, *embedding[column + 1 :]]
    assert sound_embeddings([changed])[0] == same(changed, embedding)
    crop = [*CROP, checksums.of_crop(*CROP)]
    changed = [*crop[:column], value, *crop[column + 1 :]]
    assert is_sound_crop(changed) == same(changed, crop)


@given(st.integers(0, 2047), st.integers(0, 7))
def test_an_embedding_with_one_bit_changed_is_not_sound(byte: int, bit: int) -> None:
    damaged = bytearray(UNIT)
    damaged[byte] ^= 1 << bit
    row = (*EMBEDDING[:4], bytes(damaged), checksums.of_embedding(*EMBEDDING))
    assert not sound_embeddings([row])[0]


@pytest.mark.parametrize(
    "embedding",
    [
        (7, "a network", 0.5, 512, bytes(2048)),
        (7, "a network", 0.5, 512, np.full(512, np.nan, "<f4").tobytes()),
        (7, "a network", 0.5, 512, np.full(512, 1e30, "<f4").tobytes()),
        (7, "a network", 0.5, 511, UNIT[4:]),
        (7, "a network", 0.5, 0, b""),
        (7, "", 0.5, 512, UNIT),
        (7, "a network", 0.0, 512, UNIT),
        (7, "a network", -5.0, 512, UNIT),
        (7, "a network", 1.5, 512, UNIT),
        (7, "a network", float("inf"), 512, UNIT),
        (7, "a network", float("nan"), 512, UNIT),
        (7, "a network", 1e-320, 512, UNIT),
    ],
)
def test_what_can_stand_for_no_face_is_not_sound_though_its_checksum_fits(
    embedding: tuple[Any, ...],
) -> None:
    assert not sound_embeddings([(*embedding, checksums.of_embedding(*embedding))])[0]


def test_samples_are_judged_each_by_itself() -> None:
    sound = (*EMBEDDING, checksums.of_embedding(*EMBEDDING))
    none_yet = (7, "", 0.5, 0, b"")
    rows = [sound, (*EMBEDDING, b""), (*none_yet, checksums.of_embedding(*none_yet)), sound]
    assert sound_embeddings(rows).tolist() == [True, False, True, True]
