"""The log file: for finding faults, never for names or faces."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SIZE_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"


@contextmanager
def logging_to(path: Path, *, debug: bool = False) -> Iterator[None]:
    """Log to ``path`` inside the block; to nowhere if it cannot be written.

    Args:
        path: the log file; two older ones are kept beside it.
        debug: log everything, not only what matters to a user.
    """
    root = logging.getLogger()
    level_before = root.level
    handler = _file_handler(path)
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        yield
    finally:
        root.setLevel(level_before)
        root.removeHandler(handler)
        handler.close()


def _file_handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(
            path,
            maxBytes=_SIZE_BYTES,
            backupCount=2,
            encoding="utf-8",
            errors="backslashreplace",  # file names may hold bytes that are not UTF-8
        )
    except OSError:
        return logging.NullHandler()
