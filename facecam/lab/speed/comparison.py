"""A benchmark's result beside an earlier one: what became better, what worse."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from facecam.lab.speed.results import Figures, Result

NOISE = 0.05
"""Figures that differ by no more than this share are the same: runs differ as much."""


class Better(Enum):
    """Which way a figure should go."""

    MORE = "more"
    LESS = "less"


class Verdict(Enum):
    """What became of a figure."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, earlier and now.

    Attributes:
        name: the figure; one inside another as ``overlay_age_ms.p95``.
        old: earlier; None if the earlier result does not have it.
        new: now; None if it is not there any more.
        ratio: now over earlier; None where there is none.
        verdict: what became of it; None for a figure that is neither good nor bad.
    """

    name: str
    old: float | None
    new: float | None
    ratio: float | None = None
    verdict: Verdict | None = None


def compare(old: Figures, new: Figures, better: Mapping[str, Better]) -> list[Change]:
    """Compare every figure of two results.

    Args:
        old: the earlier figures.
        new: the figures now.
        better: which way each should go, by any one part of its dotted name, so
            that ``overlay_age_ms`` stands for all inside it too; a figure that
            is not named is neither good nor bad.

    Returns:
        The figures in the order of ``new``, then those that only ``old`` has.
    """
    before, now = dict(_numbers(old)), dict(_numbers(new))
    names = [*now, *(name for name in before if name not in now)]
    return [_change(name, before.get(name), now.get(name), better) for name in names]


def differences(old: Result, new: Result) -> list[str]:
    """Return in sentences what else differs, so that a ratio is not taken for the program's."""
    notes = []
    if old.machine != new.machine:
        notes.append(f"Measured on another machine then: {_where(old)}; now {_where(new)}.")
    of = {name: (old.of.get(name), new.of.get(name)) for name in {**old.of, **new.of}}
    others = [f"{name} was {then}, is {now}" for name, (then, now) in of.items() if then != now]
    if others:
        notes.append(f"Something else was measured then: {'; '.join(others)}.")
    return notes


def _change(
    name: str, old: float | None, new: float | None, better: Mapping[str, Better]
) -> Change:
    if old is None or new is None:
        return Change(name, old, new)
    ratio = new / old if old else None
    way = next((better[part] for part in _parts(name) if part in better), None)
    return Change(name, old, new, ratio, None if way is None else _verdict(old, new, way))


def _verdict(old: float, new: float, way: Better) -> Verdict:
    if abs(new - old) <= NOISE * abs(old):
        return Verdict.SAME
    return Verdict.BETTER if (new > old) == (way is Better.MORE) else Verdict.WORSE


def _parts(name: str) -> Iterator[str]:
    """Yield the name from the innermost part outwards, so that the closest rule wins."""
    yield from reversed(name.split("."))


def _numbers(figures: object, name: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number with its dotted name.

    Of a list, only the entries that have a ``name`` are figures; others are the
    single measurements behind a figure.
    """
    if isinstance(figures, Mapping):
        for key, value in figures.items():
            yield from _numbers(value, f"{name}.{key}" if name else str(key))
    elif isinstance(figures, list | tuple):
        for entry in figures:
            if isinstance(entry, Mapping) and "name" in entry:
                yield from _numbers(entry, f"{name}.{entry['name']}")
    elif isinstance(figures, int | float) and _is_number(figures):
        yield name, float(figures)


def _is_number(value: float) -> bool:
    return not isinstance(value, bool) and math.isfinite(value)


def _where(result: Result) -> str:
    machine = result.machine
    cores = "1 core" if machine.cores == 1 else f"{machine.cores} cores"
    return f"{machine.cpu}, {cores}, Python {machine.python}"
