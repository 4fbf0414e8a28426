"""Which rows of a gallery are as they were written: the one place that says so.

Whatever type a value has in the file, asking is harmless. A row whose values are not
of their types, whose checksum does not fit, or whose numbers can stand for no face is
damaged, and nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.gallery import checksums
from facecam.gallery.blobs import EMBEDDING_BYTES, unpack_embeddings
from facecam.gallery.names import readable_name
from facecam.validity import EMBEDDING_SIZE, is_quality, valid_embeddings


def sound_names(rows: Iterable[Sequence[Any]]) -> dict[int, str]:
    """Return the names that are as they were written, by person, so that they can be shown.

    Args:
        rows: id, name, name_key, created_at, checksum.
    """
    return {
        row[0]: readable_name(row[1])
        for *row, checksum in rows
        if could_be_person(row) and checksums.of_person(*row) == checksum
    }


def sound_embeddings(rows: Sequence[Sequence[Any]]) -> NDArray[np.bool_]:
    """Return ``(n,)`` which samples' embeddings are as they were written and are valid.

    A sample that has no embedding yet is sound as well.

    Args:
        rows: person_id, model_id, quality, dimension, embedding, embedding_checksum.
    """
    fits = [
        could_be_embedding(row) and checksums.of_embedding(*row) == checksum
        for *row, checksum in rows
    ]
    sound = np.array(fits, bool)
    full = [index for index, row in enumerate(rows) if fits[index] and row[4]]
    sound[full] = valid_embeddings(unpack_embeddings([rows[index][4] for index in full]))
    return sound


def is_sound_crop(row: Sequence[Any]) -> bool:
    """Return whether a sample's crop is as it was written; it may be empty.

    Args:
        row: person_id, quality, score, created_at, crop, crop_checksum.
    """
    *row, checksum = row
    return could_be_crop(row) and checksums.of_crop(*row) == checksum


def could_be_person(row: Sequence[Any]) -> bool:
    """Return whether id, name, name_key and created_at are of their types."""
    return _types(row) == (int, str, str, int)


def could_be_embedding(row: Sequence[Any]) -> bool:
    """Return whether person_id, model_id, quality, dimension and embedding fit each other."""
    if _types(row) != (int, str, float, int, bytes):
        return False
    _, model_id, quality, dimension, embedding = row
    expected = (EMBEDDING_SIZE, EMBEDDING_BYTES) if model_id else (0, 0)
    return (dimension, len(embedding)) == expected and is_quality(quality)


def could_be_crop(row: Sequence[Any]) -> bool:
    """Return whether person_id, quality, score, created_at and crop can be of a sample."""
    return _types(row) == (int, float, float, int, bytes) and is_quality(row[1])


def _types(values: Sequence[Any]) -> tuple[type, ...]:
    return tuple(map(type, values))
