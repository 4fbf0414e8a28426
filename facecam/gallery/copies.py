"""Copies of a gallery, kept beside it before something is done that could go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from facecam.atomic import file_beside, give_name, sync_file

_MARK = ".copy-"


def copies_of(path: Path) -> list[Path]:
    """Return the copies of the gallery at ``path`` that are beside it, oldest first."""
    beginning = path.name + _MARK
    found = [file for file in path.parent.iterdir() if file.name.startswith(beginning)]
    return sorted(found, key=lambda file: (file.stat().st_mtime, file.name))


def copy(connection: sqlite3.Connection, path: Path, label: str) -> Path:
    """Copy an open gallery beside itself, for its owner only.

    Args:
        connection: to the gallery.
        path: the gallery.
        label: what is said of the copy in its name.

    Returns:
        The copy.

    Raises:
        OSError, sqlite3.Error: it cannot be made; nothing is left of it.
    """
    with file_beside(path) as new:
        with closing(sqlite3.connect(new)) as target:
            connection.backup(target)
        sync_file(new)
        return name_copy(new, path, label)


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
