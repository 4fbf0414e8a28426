"""Vectors whose direction alone counts."""

from __future__ import annotations

import numpy as np

from facecam.types import Floats


def unit(vectors: Floats) -> Floats:
    """Return ``(n, d)`` float32 rows scaled to length 1.

    A row that has no direction, or one that is not finite, does not get one:
    ``facecam.validity.valid_embeddings`` tells.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        scaled: Floats = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled
