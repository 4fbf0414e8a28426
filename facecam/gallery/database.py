"""Opening a gallery file: made if missing, checked, brought to the newest schema.

The journal is SQLite's rollback journal, not the write-ahead log: a file or
folder that may not be written can still be read, and what was deleted is not
kept in a second file. Opening writes only to a new or an older gallery.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.pool import StaticPool

from facecam.errors import GalleryError
from facecam.gallery.faults import DamagedError, sentences
from facecam.gallery.schema import APPLICATION_ID, REVISION


def open_database(path: Path, busy_timeout_s: float) -> Engine:
    """Open the gallery at ``path``, which is created when there is no file.

    Args:
        path: the gallery file.
        busy_timeout_s: how long to wait for another program's change.

    Returns:
        An engine with one connection, to be used by the thread that opened it.

    Raises:
        GalleryError: the file cannot be made or opened, is damaged, is not a
            gallery or was written by a newer program. It is unchanged then.
    """
    _create(path)
    with ExitStack() as on_failure:
        engine = _engine(path, busy_timeout_s)
        on_failure.callback(engine.dispose)
        with sentences(path):
            with engine.connect() as connection:
                _check(connection, path)
                revision = _revision(connection)
            _bring_up_to_date(engine, revision, path)
        on_failure.pop_all()
    return engine


def writing(engine: Engine) -> Engine:
    """Return ``engine`` with transactions that take the write lock at their beginning.

    A transaction that reads first and writes later could find the file changed
    in between, and would fail without waiting.
    """
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def _create(path: Path) -> None:
    """Make an empty file that only its owner may read; leave one that exists alone."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise GalleryError(
            f"The gallery {path} cannot be created ({error.strerror}): "
            "choose another place with --gallery."
        ) from error


def _engine(path: Path, busy_timeout_s: float) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=busy_timeout_s,
            isolation_level=None,  # no hidden BEGIN or COMMIT: ours is below
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql(str(options.get("begin", "BEGIN")))

    return engine


def _check(connection: Connection, path: Path) -> None:
    """Refuse a damaged file, and a sound SQLite file that is not a gallery."""
    application_id = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    new = application_id == 0 and not inspect(connection).get_table_names()
    if application_id != APPLICATION_ID and not new:
        raise GalleryError(
            f"The file {path} is an SQLite file but not a gallery; it was left as it is. "
            "Choose another gallery with --gallery."
        )
    complaint = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if complaint != "ok":
        raise DamagedError(complaint)


def _revision(connection: Connection) -> str:
    """Return the schema's revision, "" for a new file."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "")


def _bring_up_to_date(engine: Engine, revision: str, path: Path) -> None:
    if revision > REVISION:
        raise GalleryError(
            f"The gallery {path} was written by a newer Facecam (schema {revision}, "
            f"this one knows {REVISION}); it was left as it is. Update Facecam to open it."
        )
    if revision < REVISION:
        with writing(engine).begin() as connection:
            _migrate(connection)


def _migrate(connection: Connection) -> None:
    """Run all missing migrations within the connection's present transaction."""
    # Imported here because an up-to-date gallery, the usual case, does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "facecam.gallery:migrations")
    command.upgrade(config, "head")
