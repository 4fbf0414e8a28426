"""SQLite's error codes as sentences for the user.

A code not listed here is a bug in our SQL, and is left alone to reach the log
with its traceback.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from facecam.errors import GalleryError


class DamagedError(Exception):
    """What was read cannot have been written by a gallery."""


_DAMAGED = (
    "The gallery {path} is damaged or is not a gallery; it was left as it is. "
    "Restore it from a copy, or choose another gallery with --gallery."
)
_BUSY = "The gallery {path} is in use by another program: try again when that has finished."

_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: (
        "The gallery {path} is read-only: allow writing to the file and to its folder, "
        "or choose another gallery with --gallery."
    ),
    sqlite3.SQLITE_FULL: (
        "The disk with the gallery {path} is full and nothing was changed: "
        "free some space and try again."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The gallery {path} cannot be opened: check that the file is there "
        "and that you may read it."
    ),
    sqlite3.SQLITE_IOERR: (
        "The gallery {path} cannot be read or written: check the disk it is on and try again."
    ),
}


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn damage, and what SQLite reports about the file, into a sentence.

    Raises:
        GalleryError: the file, the disk or another program is at fault.
    """
    try:
        yield
    except DamagedError as error:
        raise GalleryError(_DAMAGED.format(path=path)) from error
    except DBAPIError as error:
        # Extended codes keep the plain one in their low byte.
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
        if code not in _SENTENCES:
            raise
        raise GalleryError(_SENTENCES[code].format(path=path)) from error
