"""Checksums of what a gallery holds: what was changed by damage does not fit its own.

Each covers whatever must stay together: a name its person, an embedding and a crop
the person they are of and the weight they have. They find damage, not forgery, since
whoever may write the file can compute them.
"""

from __future__ import annotations

from hashlib import blake2b

SIZE_BYTES = 16


def of_person(person_id: int, name: str, name_key: str, created_at: int) -> bytes:
    """Return the checksum of a row of ``people``."""
    return _checksum([person_id, name, name_key, created_at])


def of_embedding(
    person_id: int, model_id: str, quality: float, dimension: int, embedding: bytes
) -> bytes:
    """Return the checksum of a sample's embedding and of what it needs to be compared."""
    return _checksum([person_id, model_id, quality, dimension], embedding)


def of_crop(person_id: int, quality: float, score: float, created_at: int, crop: bytes) -> bytes:
    """Return the checksum of a sample's crop and of what it needs to be embedded again."""
    return _checksum([person_id, quality, score, created_at], crop)


def _checksum(fields: list[int | float | str], blob: bytes = b"") -> bytes:
    """Return BLAKE2b of the fields as Python spells them, no two lists alike, and the blob."""
    return blake2b(ascii(fields).encode() + b"\n" + blob, digest_size=SIZE_BYTES).digest()
