"""Work in a process of its own, so that what it needs and leaves behind counts for nobody else."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

ONE_BLAS_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""numpy's threads wait for work by spinning, on the cores that Qt and the networks need.
Takes effect where numpy is not imported yet."""


def alone(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do ``work`` in a new process, as the window runs, and return what it gives.

    Raises:
        Exception: whatever ``work`` raised.
    """
    os.environ.setdefault(*ONE_BLAS_THREAD)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *args, **kwargs).result()
