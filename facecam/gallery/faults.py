"""SQLite's error codes as sentences for the user.

A code not listed here is a bug in our SQL, and is left alone to reach the log
with its traceback: the file's tables are known to be ours by then.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from facecam.errors import BusyGalleryError, DamagedGalleryError, GalleryError


class DamagedError(Exception):
    """What was read cannot have been written by a gallery; ``str(error)`` says what."""


_DAMAGED = (
    "The gallery {path} is damaged or is not a gallery ({detail}); it was left as it is. "
    "'facecam gallery repair' saves what is whole in it; or restore it from a copy, "
    "or choose another gallery with --gallery."
)
_BUSY = "The gallery {path} is in use by another program: try again when that has finished."

_DAMAGE = {
    sqlite3.SQLITE_CORRUPT: "SQLite finds it malformed",
    sqlite3.SQLITE_NOTADB: "it is no SQLite file",
    sqlite3.SQLITE_TOOBIG: "it holds a value of an impossible size",
}
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SENTENCES = {
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
def sentences(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn damage, and what SQLite reports about the file, into a sentence.

    Args:
        path: the gallery.
        opening: whether it is yet to be seen if its tables are ours: an error for which
            SQLite has no code of its own is then the file's fault, later it is a bug.

    Raises:
        GalleryError: the file, the disk or another program is at fault.
    """
    try:
        yield
    except DamagedError as error:
        raise damaged(path, str(error)) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        # Extended codes keep the plain one in their low byte.
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _BUSY_CODES:
            raise BusyGalleryError(_BUSY.format(path=path)) from error
        if code in _SENTENCES:
            raise GalleryError(_SENTENCES[code].format(path=path)) from error
        if code in _DAMAGE:
            raise damaged(path, _DAMAGE[code]) from error
        if opening:
            raise damaged(path, "SQLite cannot read it") from error
        raise
    except OSError as error:
        if not opening:
            raise
        raise GalleryError(
            f"The gallery {path} cannot be opened ({error.strerror}): mend that, "
            "or choose another with --gallery."
        ) from error


def read_only(path: Path) -> str:
    """Return that a gallery cannot be changed, a sentence for the user; "" where it can."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ""
    return _SENTENCES[sqlite3.SQLITE_READONLY].format(path=path)


def damaged(path: Path, detail: str) -> DamagedGalleryError:
    """Return the error that a gallery is damaged as a whole."""
    return DamagedGalleryError(_DAMAGED.format(path=path, detail=detail))
