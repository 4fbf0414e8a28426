"""Vectors whose direction alone counts."""

from __future__ import annotations

import numpy as np

from facecam.types import Floats


def unit(vectors: Floats) -> Floats:
    """Return ``(n, d)`` float32 rows scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled
