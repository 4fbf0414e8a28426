"""How a gallery file is opened with SQLite, whether it is whole or not."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

USUAL = (
    "foreign_keys = ON",
    "secure_delete = ON",  # what is deleted is overwritten
    "synchronous = EXTRA",  # a change that was confirmed outlives a power cut
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
"""The settings of a connection to a gallery that is used."""
BUILDING = ("journal_mode = MEMORY", "foreign_keys = ON")
"""The settings of a connection to a new gallery that is not in its place yet: it is
synced as a whole when it is finished, and a journal would outlive a process that is killed."""


def real(path: Path) -> Path:
    """Return where a gallery is that a link may lead to: its journal and copies are there."""
    return Path(os.path.realpath(path))  # not Path.resolve: it fails where links go round


def connect(
    path: Path, busy_timeout_s: float, pragmas: Sequence[str] = USUAL
) -> sqlite3.Connection:
    """Open a file that exists.

    Text that is not UTF-8 is read all the same: its checksum shows that it is damaged.

    Args:
        path: the file.
        busy_timeout_s: how long to wait for another program's change.
        pragmas: the connection's settings.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_timeout_s,
        isolation_level=None,  # no hidden BEGIN or COMMIT
    )
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
