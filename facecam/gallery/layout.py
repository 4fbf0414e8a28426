"""What may be in a gallery file: its tables and indexes at each revision, and nothing else.

A trigger could copy an embedding to where it outlives its deletion, and a view or
a generated column could put other values in its place, so a file in which anything
is missing, different or added is not read.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing

Entry = tuple[str, str, str, str]
"""A row of ``sqlite_master``: type, name, table, and SQL in one spelling ("" for none)."""

MASTER = "SELECT type, name, tbl_name, sql FROM sqlite_master"

_VERSION = """
    CREATE TABLE alembic_version (
        version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    )"""
_PEOPLE_BEFORE_CHECKSUMS = """
    CREATE TABLE people (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name VARCHAR NOT NULL,
        name_key VARCHAR NOT NULL,
        created_at INTEGER NOT NULL,
        CONSTRAINT uq_people_name_key UNIQUE (name_key)
    )"""
PEOPLE = """
    CREATE TABLE people (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name VARCHAR NOT NULL,
        name_key VARCHAR NOT NULL,
        created_at INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        CONSTRAINT uq_people_name_key UNIQUE (name_key)
    )"""
_SAMPLES_BEFORE_CHECKSUMS = """
    CREATE TABLE samples (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL,
        model_id VARCHAR NOT NULL,
        score DOUBLE NOT NULL,
        created_at INTEGER NOT NULL,
        dimension INTEGER NOT NULL,
        embedding BLOB NOT NULL,
        crop BLOB NOT NULL,{quality}
        CONSTRAINT fk_samples_person_id FOREIGN KEY(person_id)
            REFERENCES people (id) ON DELETE CASCADE
    )"""
SAMPLES = """
    CREATE TABLE samples (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL,
        model_id VARCHAR NOT NULL,
        score DOUBLE NOT NULL,
        created_at INTEGER NOT NULL,
        quality DOUBLE NOT NULL,
        dimension INTEGER NOT NULL,
        embedding_checksum BLOB NOT NULL,
        crop_checksum BLOB NOT NULL,
        embedding BLOB NOT NULL,
        crop BLOB NOT NULL,
        CONSTRAINT fk_samples_person_id FOREIGN KEY(person_id)
            REFERENCES people (id) ON DELETE CASCADE
    )"""
SAMPLES_OF_PERSON = "CREATE INDEX ix_samples_person_id ON samples (person_id)"

LAYOUTS = {
    "0001": (
        _VERSION,
        _PEOPLE_BEFORE_CHECKSUMS,
        _SAMPLES_BEFORE_CHECKSUMS.format(quality=""),
        SAMPLES_OF_PERSON,
    ),
    "0002": (
        _VERSION,
        _PEOPLE_BEFORE_CHECKSUMS,
        _SAMPLES_BEFORE_CHECKSUMS.format(quality=" quality DOUBLE DEFAULT '1.0' NOT NULL,"),
        SAMPLES_OF_PERSON,
    ),
    "0003": (_VERSION, PEOPLE, SAMPLES, SAMPLES_OF_PERSON),
}
"""What makes the tables and indexes of each revision."""


def difference(master: Iterable[tuple[str, str, str, str | None]], revision: str) -> str:
    """Compare a file's ``sqlite_master`` with what it must be.

    Args:
        master: what ``MASTER`` selects.
        revision: the revision that the file says it has.

    Returns:
        One thing that is missing, changed or too much, in a few words; "" where all
        is as it must be.
    """
    found, expected = set(_spelt(master)), _expected(revision)
    ours = {(kind, name) for kind, name, *_ in expected}
    for kind, name, *_ in sorted(found ^ expected):
        if (kind, name) not in ours:
            return f"it holds a {kind} that is not Facecam's"
        return f"its {kind} {name} is missing or is not as Facecam makes it"
    return ""


def _expected(revision: str) -> set[Entry]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in LAYOUTS[revision]:
            connection.execute(statement)
        return set(_spelt(connection.execute(MASTER)))


def _spelt(master: Iterable[tuple[str, str, str, str | None]]) -> Iterable[Entry]:
    """Yield the entries with their SQL spelt alike: space only where words meet."""
    for kind, name, table, sql in master:
        words = re.sub(r"\s+", " ", str(sql or "")).strip()
        yield str(kind), str(name), str(table), re.sub(r" ?([(),]) ?", r"\1", words)
