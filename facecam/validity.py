"""Which numbers may stand for a face; whatever is not one of them must name nobody.

Each rule is a comparison that has to hold: nothing that is not a number passes one.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

EMBEDDING_SIZE = 512
"""Values of an embedding of every FaceNet that Facecam installs."""
LENGTH_TOLERANCE = 1e-3
"""How far an embedding's length may be from 1."""

LEAST_QUALITY = float(np.finfo(np.float32).tiny)
"""Smaller numbers lose digits as float32, and are nothing in the end."""


def valid_embeddings(embeddings: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Return ``(n,)`` which of ``(n, d)`` rows are finite and of length 1."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.sqrt(np.einsum("nd,nd->n", embeddings, embeddings))
        valid: NDArray[np.bool_] = np.abs(lengths - 1) <= LENGTH_TOLERANCE
    return valid


def valid_qualities(qualities: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Return for each quality whether it is above 0, up to 1."""
    with np.errstate(invalid="ignore"):
        valid: NDArray[np.bool_] = (qualities >= LEAST_QUALITY) & (qualities <= 1)
    return valid


def is_quality(quality: float) -> bool:
    """Return whether one quality is valid; see ``valid_qualities``."""
    return LEAST_QUALITY <= quality <= 1


def check_finite(*numbers: float | None) -> None:
    """Refuse numbers that compare with nothing; None is no number, and allowed.

    Raises:
        ValueError: one is not finite.
    """
    if not all(number is None or math.isfinite(number) for number in numbers):
        raise ValueError(f"not finite: {numbers}")


def check_sample(embedding: NDArray[np.floating[Any]], quality: float) -> None:
    """Refuse a sample that can be compared with nothing.

    Args:
        embedding: ``(d,)``.
        quality: of the face it was made of.

    Raises:
        ValueError: one of them is not valid.
    """
    if embedding.ndim != 1 or not valid_embeddings(embedding[None])[0]:
        raise ValueError(f"not an embedding of length 1: {embedding.shape} {embedding.dtype}")
    if not is_quality(quality):
        raise ValueError(f"quality must be above 0, up to 1, not {quality}")


def check_samples(
    embeddings: NDArray[np.floating[Any]],
    person_ids: NDArray[np.int64],
    qualities: NDArray[np.floating[Any]] | None,
    named: Collection[int],
) -> None:
    """Refuse a gallery's samples if even one cannot be compared, or is nobody's.

    Args:
        embeddings: ``(n, d)``.
        person_ids: ``(n,)`` whose each is.
        qualities: ``(n,)``, or None.
        named: the people who have a name.

    Raises:
        ValueError: something is not valid.
    """
    if embeddings.ndim != 2 or person_ids.shape != embeddings.shape[:1]:
        raise ValueError(f"{embeddings.shape} embeddings of {person_ids.shape} people")
    if not valid_embeddings(embeddings).all():
        raise ValueError("not every embedding is finite and of length 1")
    if not set(person_ids.tolist()) <= set(named):
        raise ValueError("a sample's person has no name")
    if qualities is None:
        return
    if qualities.shape != person_ids.shape or not valid_qualities(qualities).all():
        raise ValueError("not every quality is above 0, up to 1")
