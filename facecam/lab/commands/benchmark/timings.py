"""Timings as figures for programs, and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from facecam.lab.speed.comparison import Better

if TYPE_CHECKING:
    from facecam.lab.speed.timing import Timing

BETTER = {"median_ms": Better.LESS, "fastest_ms": Better.LESS}
"""Which way a timing should go."""


def timing_rows(timings: Sequence[Timing], base: str) -> list[dict[str, Any]]:
    """Return the timings as JSON has them, each with its ratio to that of the name ``base``."""
    unit_ms = next(timing.median_ms for timing in timings if timing.name == base)
    return [{**asdict(t), "ratio": round(t.median_ms / unit_ms, 3)} for t in timings]


def timing_table(rows: Sequence[dict[str, Any]], base: str) -> list[str]:
    """Return the lines of a table of what ``timing_rows`` gave."""
    width = max(len(row["name"]) for row in rows)
    return [
        f"{'':{width}}  median ms  fastest ms  × {base}",
        *(
            f"{row['name']:{width}}  {row['median_ms']:9.1f}  {row['fastest_ms']:10.1f}"
            f"  {row['ratio']:.2f}"
            for row in rows
        ),
    ]
