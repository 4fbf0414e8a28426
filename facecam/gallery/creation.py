"""Making a new gallery, and bringing an old one to the newest schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection

from facecam.atomic import create_file, make_folder
from facecam.errors import GalleryError
from facecam.gallery.layout import LAYOUTS
from facecam.gallery.schema import APPLICATION_ID, REVISION


def create_gallery(path: Path) -> None:
    """Make an empty gallery where there is no file; whole at once, for its owner only.

    Raises:
        GalleryError: it cannot be made.
    """
    try:
        if not path.parent.exists():
            make_folder(path.parent)
        # Left of a gallery that was deleted: SQLite would write its people into the new one.
        Path(f"{path}-journal").unlink(missing_ok=True)
        with suppress(FileExistsError):  # another program has made it meanwhile
            create_file(path, empty_gallery())
    except OSError as error:
        raise GalleryError(
            f"The gallery {path} cannot be created ({error.strerror}): "
            "choose another place with --gallery."
        ) from error


def migrate(connection: Connection) -> None:
    """Run all missing migrations within the connection's present transaction."""
    # Imported here because an up-to-date gallery, the usual case, does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "facecam.gallery:migrations")
    command.upgrade(config, "head")


def empty_gallery() -> bytes:
    """Return the content of a gallery without anybody in it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in LAYOUTS[REVISION]:
            memory.execute(statement)
        memory.execute("INSERT INTO alembic_version VALUES (?)", (REVISION,))
        return memory.serialize()
