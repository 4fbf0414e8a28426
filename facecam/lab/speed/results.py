"""What a benchmark gave, kept in a file: JSON that says what was measured, when and where."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, FiniteFloat, TypeAdapter, ValidationError

import facecam
from facecam.address import shown_source
from facecam.atomic import replace_file
from facecam.documents import SCHEMA_VERSION, document
from facecam.errors import UsageError
from facecam.files import read_at_most

MOST_BYTES = 64 * 2**20

Of = Mapping[str, str | int | FiniteFloat | None]
"""What was measured: the options that change the figures, by name."""

Figures = dict[str, Any]
"""Figures by name, as JSON has them; a figure may hold others."""


def _refuse_infinite(figures: Figures) -> Figures:
    document(figures)
    return figures


@dataclass(frozen=True, slots=True)
class Machine:
    """Where something was measured.

    Attributes:
        cpu: the processor's model.
        cores: how many of its cores this process may use.
        python: Python's version.
    """

    cpu: str
    cores: int
    python: str


def this_machine() -> Machine:
    """Return the machine that this runs on."""
    return Machine(_cpu_model(), _usable_cores(), platform.python_version())


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of a benchmark gave.

    Attributes:
        benchmark: the subcommand.
        of: what was measured.
        figures: what it gave.
        version: of this program.
        measured_at: when, ISO 8601 in UTC.
        machine: where.
        schema_version: of the file.
    """

    benchmark: str
    of: Of
    figures: Annotated[Figures, AfterValidator(_refuse_infinite)]
    version: str
    measured_at: str
    machine: Machine
    schema_version: Literal[1] = SCHEMA_VERSION


def measured(benchmark: str, of: dict[str, str | int | float | None], figures: Figures) -> Result:
    """Return a result of this program, measured here and now; see ``Result``.

    Of the address of a source only what may be shown is kept.
    """
    of = {
        name: shown_source(value) if name == "source" and isinstance(value, str) else value
        for name, value in of.items()
    }
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Result(benchmark, of, figures, facecam.__version__, now, this_machine())


_FORMAT: TypeAdapter[Result] = TypeAdapter(Result)


def save(result: Result, file: Path) -> None:
    """Write a result to ``file``, in place of what was there: a ``document``, the user's only.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        replace_file(file, f"{document(asdict(result))}\n".encode())
    except OSError as error:
        raise UsageError(f"The result cannot be saved in {file}: {error.strerror}.") from error


def load(file: Path, benchmark: str) -> Result:
    """Read what ``save`` has written.

    Args:
        file: where it is.
        benchmark: the subcommand whose result is wanted.

    Raises:
        UsageError: it cannot be read, is damaged, or is another subcommand's.
    """
    try:
        result = _FORMAT.validate_json(read_at_most(file, MOST_BYTES))
    except OSError as error:
        raise UsageError(f"The saved result {file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise UsageError(
            f"{file} is not a saved result, or is damaged: make one with --save."
        ) from error
    if result.benchmark != benchmark:
        raise UsageError(
            f"{file} holds a result of 'benchmark {result.benchmark}', "
            f"which cannot be compared with 'benchmark {benchmark}'."
        )
    return result


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu_model() -> str:
    with suppress(OSError):  # only Linux has the file
        found = re.search(
            r"^model name\s*:\s*(.+)$",
            Path("/proc/cpuinfo").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        if found is not None:
            return found[1].strip()
    return platform.processor() or platform.machine()
