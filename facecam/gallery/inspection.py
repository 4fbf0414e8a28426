"""Whether a file is a gallery, whole and nothing but a gallery; it is only read."""

from __future__ import annotations

import logging
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from facecam.errors import GalleryError
from facecam.gallery.faults import DamagedError
from facecam.gallery.layout import LAYOUTS, MASTER, difference
from facecam.gallery.schema import APPLICATION_ID, REVISION

_log = logging.getLogger(__name__)

_LARGEST_NUMBER = 2**53
_TABLES = {"people", "samples"}


def check_mark(path: Path) -> None:
    """Check that a file bears a gallery's mark, before it is opened to be used.

    SQLite would take an empty file for a new one, and tidy up what another program left
    beside its own. This check changes nothing; plainly opening and closing the file
    would undo the locks of another connection within this process.

    Raises:
        DamagedError: it is no SQLite file.
        GalleryError: it is empty, not a file, or of another program.
        OSError, sqlite3.Error: it cannot be read.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise GalleryError(f"The gallery {path} cannot be opened: it is not a file.")
    if Path(f"{path}-journal").exists():
        return  # a change broke off: the file is whole only after SQLite has taken it back
    if not found.st_size:
        raise GalleryError(
            f"The gallery {path} is an empty file; it was left as it is. Restore it from a copy, "
            "delete it to begin a new gallery, or choose another with --gallery."
        )
    uri = f"{path.absolute().as_uri()}?immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        if not _value(connection, "page_count"):
            raise DamagedError("it is no SQLite file")
        _check_mark(connection, _tables(connection), path)


def check_tables(connection: sqlite3.Connection, path: Path) -> str:
    """Compare what is in a file with what must be, but for the people and samples themselves.

    Returns:
        The schema's revision.

    Raises:
        DamagedError: something is missing, different or added.
        GalleryError: it is not a gallery, or was written by a newer program.
        sqlite3.Error: it cannot be read.
    """
    tables = _tables(connection)
    _check_mark(connection, tables, path)
    if _value(connection, "journal_mode") != "delete":
        raise DamagedError("its journal is not of the kind that Facecam uses")
    revision = _revision(connection, tables)
    if revision > REVISION:
        raise GalleryError(
            f"The gallery {path} was written by a newer Facecam (schema {revision}, "
            f"this one knows {REVISION}); it was left as it is. Update Facecam to open it."
        )
    if found := difference(connection.execute(MASTER), revision):
        raise DamagedError(found)
    _check_sequences(connection)
    return revision


def check_integrity(connection: sqlite3.Connection) -> None:
    """Have SQLite check the whole file, tables against indexes too.

    Raises:
        DamagedError: it is not whole.
        sqlite3.Error: it cannot be read.
    """
    complaint = _value(connection, "integrity_check(1)")
    if complaint != "ok":
        _log.warning("SQLite's check of the gallery: %s", complaint)
        raise DamagedError("SQLite finds it malformed")


def _revision(connection: sqlite3.Connection, tables: set[str]) -> str:
    found = []
    if "alembic_version" in tables:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    match found:
        case [(str(revision),)] if re.fullmatch(r"[0-9]{4}", revision):
            if revision in LAYOUTS or revision > REVISION:
                return revision
    raise DamagedError("it does not say which schema it has")


def _check_sequences(connection: sqlite3.Connection) -> None:
    """Check the numbers given last: after a damaged one, no other could be given."""
    rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    for name, number in rows:
        if name not in _TABLES or type(number) is not int or not 0 <= number < _LARGEST_NUMBER:
            raise DamagedError("its numbering makes no sense")
    if len({name for name, _ in rows}) < len(rows):
        raise DamagedError("its numbering makes no sense")


def _check_mark(connection: sqlite3.Connection, tables: set[str], path: Path) -> None:
    if _value(connection, "application_id") == APPLICATION_ID:
        return
    if tables >= _TABLES:
        raise DamagedError("it lacks the mark of a gallery")
    raise GalleryError(
        f"The file {path} is an SQLite file but not a gallery; it was left as it is. "
        "Choose another gallery with --gallery."
    )


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for kind, name, *_ in connection.execute(MASTER) if kind == "table"}


def _value(connection: sqlite3.Connection, pragma: str) -> int | str:
    value: int | str = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return value
