"""Copies of a gallery, kept beside it before something is done that could go wrong."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from facecam.atomic import give_name, sync_file
from facecam.gallery.connection import BUILDING, connect, real

_MARK = ".copy-"


def copies_of(path: Path) -> list[Path]:
    """Return the copies of the gallery at ``path`` that are beside it, as far as can be seen."""
    path = real(path)
    try:
        return sorted(path.parent.glob(f"{glob.escape(path.name)}{_MARK}*"))
    except OSError:
        return []


def copy(path: Path, label: str) -> Path:
    """Copy a gallery beside itself, for its owner only.

    Args:
        path: the gallery, in which the caller has begun to write, but written nothing.
        label: what is said of the copy in its name.

    Returns:
        The copy.

    Raises:
        OSError, sqlite3.Error: it cannot be made; nothing is left of it.
    """
    with unfinished(path) as new:
        # SQLite copies nothing through a connection that is writing.
        with closing(connect(path, 0.0)) as source, closing(connect(new, 0.0, BUILDING)) as target:
            source.backup(target)
        sync_file(new)
        return name_copy(new, path, label)


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Give an empty file beside a gallery that is locked; it is gone afterwards.

    It has always the same name, so that what a process leaves that is killed is found
    among the copies, and overwritten by the next.

    Raises:
        OSError: it cannot be made.
    """
    file = path.with_name(f"{path.name}{_MARK}unfinished")
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


def name_copy(file: Path, path: Path, label: str) -> Path:
    """Give a file in the gallery's folder the name of a copy, and return it.

    Raises:
        OSError: it cannot be done.
    """
    for name in _names(path, label):
        try:
            give_name(file, name)
        except FileExistsError:
            continue
        return name
    raise AssertionError  # there are names without end


def _names(path: Path, label: str) -> Iterator[Path]:
    yield path.with_name(f"{path.name}{_MARK}{label}")
    for number in count(2):
        yield path.with_name(f"{path.name}{_MARK}{label}-{number}")
