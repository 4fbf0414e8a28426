"""A figure measured several times: its mean and deviation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def mean_and_deviation(values: Sequence[float] | NDArray[np.float64]) -> dict[str, float]:
    """Return ``mean`` and ``std``, the deviation of the values themselves."""
    return {"mean": float(np.mean(values)), "std": float(np.std(values))}
