"""How long calls take, measured side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of one contestant.

    Attributes:
        name: who.
        median_ms: of all calls, milliseconds.
        fastest_ms: the quickest call, milliseconds.
        calls: how many were timed.
    """

    name: str
    median_ms: float
    fastest_ms: float
    calls: int


def race(
    contestants: Mapping[str, Callable[[T], object]], inputs: Sequence[T], rounds: int
) -> list[Timing]:
    """Time each contestant on the same inputs.

    They take turns, input by input, so that whatever else the machine does
    falls on all of them alike. A first round warms up and is not counted.

    Args:
        contestants: what to call, by name.
        inputs: what to call it with.
        rounds: how often each input is used.
    """
    spent_ms: dict[str, list[float]] = {name: [] for name in contestants}
    for round_number in range(rounds + 1):
        for given in inputs:
            for name, call in contestants.items():
                began_at = time.perf_counter()
                call(given)
                elapsed_ms = (time.perf_counter() - began_at) * 1000
                if round_number > 0:
                    spent_ms[name].append(elapsed_ms)
    return [Timing(name, median(times), min(times), len(times)) for name, times in spent_ms.items()]
