"""A gallery file, open: checked, at the newest schema, and changed in whole transactions.

The journal is SQLite's rollback journal, not the write-ahead log: a file or
folder that may not be written can still be read, and what was deleted is not
kept in a second file. Opening writes only to a new or an older gallery.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from facecam.errors import GalleryError
from facecam.gallery.connection import connect, real
from facecam.gallery.copies import copy
from facecam.gallery.creation import create_gallery, migrate
from facecam.gallery.faults import sentences
from facecam.gallery.inspection import check_integrity, check_mark, check_tables
from facecam.gallery.permissions import keep_to_owner
from facecam.gallery.schema import REVISION


class Database:
    """One connection to a gallery file. Used by the thread that opened it and by no other.

    Attributes:
        notice: what opening has put right, a sentence or two for the user, or "".
    """

    def __init__(self, path: Path, busy_timeout_s: float) -> None:
        """Open the gallery at ``path``, which is created when there is no file.

        Args:
            path: the gallery file.
            busy_timeout_s: how long to wait for another program's change.

        Raises:
            GalleryError: the file cannot be made or opened, is damaged, is not a
                gallery or was written by a newer program. It is unchanged then.
        """
        self.notice = ""
        self._path = path
        path = real(path)
        with ExitStack() as on_failure:
            with sentences(self._path, opening=True):
                if not path.exists():
                    create_gallery(path)
                check_mark(path)
                self._file = _identity(path)
                self._connection = connect(path, busy_timeout_s)
                on_failure.callback(self._connection.close)
                self._engine = _engine(self._connection)
                self._bring_up_to_date(path, self._check_whole())
                self._schema = self._pragma("schema_version")
                self._data = self._pragma("data_version")
                self._notice(keep_to_owner(path))
            on_failure.pop_all()

    def close(self) -> None:
        """Let go of the file. Harmless twice."""
        self._engine.dispose()
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for one transaction that changes nothing.

        Raises:
            GalleryError: the file is not as it must be, or no longer there.
        """
        with self._transaction(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session for one transaction that happens as a whole or not at all.

        It takes the write lock at its beginning: one that reads first and writes later
        could find the file changed in between, and would fail without waiting.

        Raises:
            GalleryError: the file is not as it must be, cannot be written, or is no
                longer there.
        """
        with self._transaction(_for_writing(self._engine)) as session:
            yield session

    def was_changed(self) -> bool:
        """Return whether another program has changed the file since this was last asked.

        Raises:
            GalleryError: the file cannot be read.
        """
        before = self._data
        with sentences(self._path):
            self._data = self._pragma("data_version")
        return self._data != before

    def is_in_place(self) -> bool:
        """Return whether the file is still the one at its path."""
        try:
            return _identity(self._path) == self._file
        except OSError:
            return False

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with sentences(self._path), Session(engine) as session, session.begin():
            session.connection()  # begins, so that what is read now stays so
            self._check_again()
            yield session

    def _check_again(self) -> None:
        """Check within a transaction what other programs may have done to the file meanwhile."""
        if not self.is_in_place():
            raise GalleryError(
                f"The gallery {self._path} was deleted, moved or replaced while it was open: "
                "nothing was changed in it."
            )
        schema = self._pragma("schema_version")
        if schema != self._schema:
            with sentences(self._path, opening=True):
                check_tables(self._connection, self._path)
            self._schema = schema

    def _check_whole(self) -> str:
        """Check everything in one transaction, and return the schema's revision."""
        self._connection.execute("BEGIN")
        try:
            revision = check_tables(self._connection, self._path)
            check_integrity(self._connection)
        finally:
            self._connection.execute("ROLLBACK")
        return revision

    def _bring_up_to_date(self, path: Path, revision: str) -> None:
        if revision == REVISION:
            return
        with _for_writing(self._engine).begin() as connection:
            if check_tables(self._connection, self._path) == REVISION:
                return  # another program was quicker
            kept = copy(path, f"schema-{revision}")
            migrate(connection)
        self._notice(
            f"The gallery {self._path} was made ready for this version of Facecam; "
            f"as it was before it is kept in {kept}, with everybody in it."
        )

    def _pragma(self, name: str) -> int:
        (value,) = self._connection.execute(f"PRAGMA {name}").fetchone()
        return int(value)

    def _notice(self, sentence: str) -> None:
        self.notice = f"{self.notice} {sentence}".strip()


def _engine(connection: sqlite3.Connection) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(transaction: Connection) -> None:
        options = transaction.get_execution_options()
        transaction.exec_driver_sql(str(options.get("begin", "BEGIN")))

    return engine


def _for_writing(engine: Engine) -> Engine:
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from any other that comes to the same place."""
    found = path.stat()
    return found.st_dev, found.st_ino
