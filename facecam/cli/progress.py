"""Progress bars: on standard error, and only where a person is looking."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def tracked(items: Sequence[T], description: str) -> Iterable[T]:
    """Yield ``items`` while a bar shows how many are done.

    Args:
        items: what is worked through.
        description: the words before the bar.
    """
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(items, description, console=console, disable=not sys.stderr.isatty())
