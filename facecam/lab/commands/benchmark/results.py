"""A benchmark's last step: print what it gave, compare it with an earlier run, keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from facecam.cli.output import tell, tell_json
from facecam.errors import UsageError
from facecam.lab.speed.comparison import Better, Change, Verdict, compare, differences
from facecam.lab.speed.results import Result, load, save


def _refuse_unusable(context: typer.Context, file: Path | None) -> Path | None:
    """Complain before anything is measured, rather than minutes later."""
    if file is not None:
        load(file, context.info_name or "")
    return file


def _refuse_nowhere(file: Path | None) -> Path | None:
    if file is not None and file.is_dir():
        raise UsageError(f"The result cannot be saved in {file}: it is a folder.")
    if file is not None and not file.parent.is_dir():
        raise UsageError(f"The result cannot be saved in {file}: there is no such folder.")
    return file


SaveOption = Annotated[
    Path | None,
    typer.Option("--save", help="Keep the result in this file.", callback=_refuse_nowhere),
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(
        "--against", help="Compare with a result kept by --save.", callback=_refuse_unusable
    ),
]


def report(
    result: Result,
    better: Mapping[str, Better],
    lines: Sequence[str],
    *,
    json: bool,
    save_in: Path | None,
    against: Path | None,
) -> None:
    """Print a result, beside an earlier one if wanted, and keep it if wanted.

    Args:
        result: what was measured.
        better: which way its figures should go, see ``compare``.
        lines: the figures as people read them.
        json: JSON instead, with what is compared under ``against``.
        save_in: the file to keep the result in.
        against: the file with the earlier result.

    Raises:
        UsageError: a file cannot be read or written, or is not such a result.
    """
    earlier = None if against is None else load(against, result.benchmark)
    if save_in is not None:
        save(result, save_in)
    if json:
        tell_json(_as_json(result, earlier, better))
        return
    for line in lines:
        tell(line)
    if earlier is not None:
        tell("")
        for line in _table(result, earlier, better):
            tell(line)


def _as_json(
    result: Result, earlier: Result | None, better: Mapping[str, Better]
) -> dict[str, Any]:
    if earlier is None:
        return result.figures
    changes = compare(earlier.figures, result.figures, better)
    return {
        **result.figures,
        "against": {
            "measured_at": earlier.measured_at,
            "version": earlier.version,
            "notes": differences(earlier, result),
            "changes": [
                {**asdict(change), "verdict": change.verdict and change.verdict.value}
                for change in changes
            ],
        },
    }


def _table(result: Result, earlier: Result, better: Mapping[str, Better]) -> list[str]:
    changes = compare(earlier.figures, result.figures, better)
    width = max((len(change.name) for change in changes), default=0)
    head = f"Compared with version {earlier.version}, {earlier.measured_at}:"
    columns = f"{'':{width}}  {'then':>10}  {'now':>10}  ratio"
    worse = sum(change.verdict is Verdict.WORSE for change in changes)
    end = f"{worse} of {len(changes)} figures are worse." if worse else "No figure is worse."
    rows = [_row(change, width) for change in changes]
    return [head, *differences(earlier, result), columns, *rows, end]


def _row(change: Change, width: int) -> str:
    ratio = "–" if change.ratio is None else f"{change.ratio:.2f}"
    told = change.verdict if change.verdict is not Verdict.SAME else None
    mark = f"  {told.value}" if told else ""
    return (
        f"{change.name:{width}}  {_number(change.old):>10}  {_number(change.new):>10}"
        f"  {ratio:>5}{mark}"
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
