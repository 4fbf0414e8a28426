"""Timings printed: a table for people, JSON for programs."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from facecam.evaluation.timing import Timing


def report_timings(
    timings: Sequence[Timing], base: str, *, json: bool, extra: dict[str, float] | None = None
) -> None:
    """Print what a race gave.

    Args:
        timings: one a contestant.
        base: the name of the contestant whose median is 1.
        json: JSON instead of a table.
        extra: further figures, by name.
    """
    unit_ms = next(timing.median_ms for timing in timings if timing.name == base)
    rows = [{**asdict(t), "ratio": round(t.median_ms / unit_ms, 3)} for t in timings]
    if json:
        typer.echo(json_format.dumps({"timings": rows, **(extra or {})}, indent=2))
        return
    width = max(len(timing.name) for timing in timings)
    typer.echo(f"{'':{width}}  median ms  fastest ms  × {base}")
    for row in rows:
        typer.echo(
            f"{row['name']:{width}}  {row['median_ms']:9.1f}  {row['fastest_ms']:10.1f}"
            f"  {row['ratio']:.2f}"
        )
    for name, value in (extra or {}).items():
        typer.echo(f"{name.replace('_', ' ')}: {value:.6f}")
