"""Checksums for what was written before there were any (revisions 0001 and 0002).

Where a row is plausible, its checksum; otherwise one that fits nothing, so that the row
is damaged from then on. Whatever type a value has, asking is harmless.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from facecam.gallery import checksums
from facecam.gallery.blobs import is_whole_png, unpack_embeddings
from facecam.gallery.soundness import could_be_crop, could_be_embedding, could_be_person
from facecam.validity import valid_embeddings

_FITS_NOTHING = b""


def checksum_of_person(row: Sequence[Any]) -> bytes:
    """Return the checksum of a name that is to its key as names always were.

    Args:
        row: id, name, name_key, created_at.
    """
    if not could_be_person(row):
        return _FITS_NOTHING
    _, name, key, _ = row
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
    return checksums.of_person(*row) if folded == key else _FITS_NOTHING


def checksum_of_embedding(row: Sequence[Any]) -> bytes:
    """Return the checksum of an embedding that is one.

    Args:
        row: person_id, model_id, quality, dimension, embedding.
    """
    if not could_be_embedding(row) or not row[4]:
        return _FITS_NOTHING
    valid = valid_embeddings(unpack_embeddings([row[4]]))[0]
    return checksums.of_embedding(*row) if valid else _FITS_NOTHING


def checksum_of_crop(row: Sequence[Any]) -> bytes:
    """Return the checksum of a crop that is a whole PNG, with values in their ranges.

    Args:
        row: person_id, quality, score, created_at, crop.
    """
    if not could_be_crop(row):
        return _FITS_NOTHING
    _, _, score, _, crop = row
    plausible = 0 <= score <= 1 and is_whole_png(crop)
    return checksums.of_crop(*row) if plausible else _FITS_NOTHING
