"""The most that this machine computes: float32 matrix products, as fast as it can."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

_SIDES = (384, 768, 1536)
"""From what fits in a core's cache to what does not; the fastest counts."""
_THREADS_VARIABLE = "OPENBLAS_NUM_THREADS"


def peak_gflops(threads: int, seconds: float = 3.0) -> float:
    """Return the most float32 operations a second that numpy's products reach, in 10⁹.

    The fastest single product counts, so that other work on the machine
    matters little.

    Args:
        threads: how many threads multiply.
        seconds: how long to try.
    """
    # In a process of its own: OpenBLAS asks for its number of threads once, when loaded.
    with (
        _environment(_THREADS_VARIABLE, str(threads)),
        ProcessPoolExecutor(1, get_context("spawn")) as process,
    ):
        return process.submit(_fastest_product, seconds).result()


def _fastest_product(seconds: float) -> float:
    import numpy as np

    best = 0.0
    for side in _SIDES:
        ones = np.ones((side, side), np.float32)
        product = np.empty_like(ones)
        until = time.perf_counter() + seconds / len(_SIDES)
        while (began_at := time.perf_counter()) < until:
            np.matmul(ones, ones, out=product)
            best = max(best, 2 * side**3 / (time.perf_counter() - began_at) / 1e9)
    return best


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable for the processes started meanwhile."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
