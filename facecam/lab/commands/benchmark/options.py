"""The options that several benchmarks share."""

from __future__ import annotations

from typing import Annotated

import typer

from facecam.errors import UsageError

SourceOption = Annotated[str, typer.Option("--source", "-s", help="What to measure on.")]
RoundsOption = Annotated[int, typer.Option(min=1, help="How often each picture is used.")]


def read_size(text: str) -> tuple[int, int]:
    """Return the width and height that ``--size`` gives, pixels.

    Raises:
        UsageError: it is not of the form 640x480.
    """
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise UsageError(f"--size must be like 640x480, not {text}.")
    return int(width), int(height)
