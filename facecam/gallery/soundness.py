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
from facecam.gallery.blobs import EMBEDDING_BYTES, is_whole_png, unpack_embeddings
from facecam.gallery.names import readable_name
from facecam.validity import EMBEDDING_SIZE, valid_embeddings

_SMALLEST_QUALITY = float(np.finfo(np.float32).tiny)
_PERSON = (int, str, str, int)
_EMBEDDING = (int, str, float, int, bytes)
_CROP = (int, float, float, int, bytes)


def sound_names(rows: Iterable[Sequence[Any]]) -> dict[int, str]:
    """Return the names that are as they were written, by person, so that they can be shown.

    Args:
        rows: id, name, name_key, created_at, checksum.
    """
    return {
        row[0]: readable_name(row[1])
        for *row, checksum in rows
        if _are(row, _PERSON) and checksums.of_person(*row) == checksum
    }


def sound_embeddings(rows: Sequence[Sequence[Any]]) -> NDArray[np.bool_]:
    """Return ``(n,)`` which samples' embeddings are as they were written and are valid.

    A sample that has no embedding yet is sound as well.

    Args:
        rows: person_id, model_id, quality, dimension, embedding, embedding_checksum.
    """
    fits = [
        is_plausible(row) and checksums.of_embedding(*row) == checksum for *row, checksum in rows
    ]
    sound = np.array(fits, bool)
    full = [index for index, row in enumerate(rows) if fits[index] and row[4]]
    sound[full] = valid_embeddings(unpack_embeddings([rows[index][4] for index in full]))
    return sound


def is_plausible(row: Sequence[Any]) -> bool:
    """Return whether a sample's values could be an embedding, without comparing checksums.

    Args:
        row: person_id, model_id, quality, dimension, embedding.
    """
    if not _are(row, _EMBEDDING):
        return False
    _, model_id, quality, dimension, embedding = row
    expected = (EMBEDDING_SIZE, EMBEDDING_BYTES) if model_id else (0, 0)
    return (dimension, len(embedding)) == expected and _SMALLEST_QUALITY <= quality <= 1


def is_sound_crop(row: Sequence[Any]) -> bool:
    """Return whether a sample's crop is as it was written; it may be empty.

    Args:
        row: person_id, quality, score, created_at, crop, crop_checksum.
    """
    *row, checksum = row
    return _are(row, _CROP) and checksums.of_crop(*row) == checksum


def is_plausible_crop(row: Sequence[Any]) -> bool:
    """Return whether a crop without a checksum is a whole PNG, and what goes with it in range.

    Args:
        row: person_id, quality, score, created_at, crop.
    """
    if not _are(row, _CROP):
        return False
    _, quality, score, _, crop = row
    return 0 < quality <= 1 and 0 <= score <= 1 and is_whole_png(crop)


def _are(values: Sequence[Any], types: tuple[type, ...]) -> bool:
    return tuple(map(type, values)) == types
