"""Progress bars: on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def stages() -> Iterator[Callable[[str, float], None]]:
    """Show a bar for work that names its stages.

    Yields:
        What to call with the stage's name and the share done so far, 0 to 1.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda text, share: bar.update(task, description=text, completed=share)
