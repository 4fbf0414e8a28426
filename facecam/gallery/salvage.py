"""Reading what can still be read of a gallery that may be damaged anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from facecam.gallery.faults import DamagedError
from facecam.gallery.plausibility import (
    checksum_of_crop,
    checksum_of_embedding,
    checksum_of_person,
)

PRAGMAS = ("writable_schema = ON", "trusted_schema = OFF")
"""With the first SQLite reads on where its own tables are damaged; nothing is written."""
_MOST_FAULTS = 100_000
"""After so many row numbers that cannot be searched for, the rest is given up."""


class PersonValues(NamedTuple):
    """A row of ``people``; any value may be of any type."""

    id: Any
    name: Any
    name_key: Any
    created_at: Any
    checksum: Any


class SampleValues(NamedTuple):
    """A row of ``samples``; any value may be of any type."""

    id: Any
    person_id: Any
    model_id: Any
    score: Any
    created_at: Any
    quality: Any
    dimension: Any
    embedding_checksum: Any
    crop_checksum: Any
    embedding: Any
    crop: Any

    def of_embedding(self) -> tuple[Any, ...]:
        """Return what the embedding's checksum covers."""
        return self.person_id, self.model_id, self.quality, self.dimension, self.embedding

    def of_crop(self) -> tuple[Any, ...]:
        """Return what the crop's checksum covers."""
        return self.person_id, self.quality, self.score, self.created_at, self.crop


def saved_people(file: sqlite3.Connection) -> Iterator[PersonValues | None]:
    """Yield every row of ``people``, None for a place where there are some that cannot be read.

    Rows of before there were checksums get one if they are plausible.

    Raises:
        DamagedError: there is no such table.
        sqlite3.Error: nothing can be read.
    """
    columns = _columns(file, "people")
    for row in _rows(file, "people", PersonValues._fields, columns):
        values = PersonValues(*row) if row else None
        if values and "checksum" not in columns:
            values = values._replace(checksum=checksum_of_person(values[:-1]))
        yield values


def saved_samples(file: sqlite3.Connection) -> Iterator[SampleValues | None]:
    """Yield every row of ``samples`` as ``saved_people`` does those of people."""
    columns = _columns(file, "samples")
    for row in _rows(file, "samples", SampleValues._fields, columns):
        values = SampleValues(*row) if row else None
        if values and "quality" not in columns:
            values = values._replace(quality=1.0)
        if values and "crop_checksum" not in columns:
            values = values._replace(
                embedding_checksum=checksum_of_embedding(values.of_embedding()),
                crop_checksum=checksum_of_crop(values.of_crop()),
            )
        yield values


def last_number(file: sqlite3.Connection, table: str) -> int:
    """Return the last number given in a table, 0 where that is not known."""
    query = "SELECT max(seq) FROM sqlite_sequence WHERE name = ? AND typeof(seq) = 'integer'"
    try:
        (number,) = file.execute(query, (table,)).fetchone()
    except sqlite3.DatabaseError:
        return 0
    return number if number and 0 < number < 2**53 else 0


def _columns(file: sqlite3.Connection, table: str) -> set[str]:
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    found = file.execute(query, (table,)).fetchone()
    if not found or not str(found[0]).startswith("CREATE TABLE"):
        raise DamagedError("its tables cannot be found")
    return {name for _, name, *_ in file.execute(f"PRAGMA table_info({table})")}


def _rows(
    file: sqlite3.Connection, table: str, wanted: tuple[str, ...], columns: set[str]
) -> Iterator[tuple[Any, ...] | None]:
    chosen = ", ".join(column if column in columns else "NULL" for column in wanted)
    query = f"SELECT {chosen} FROM {table} WHERE id = ?"
    for number in _numbers(file, table):
        try:
            yield file.execute(query, (number,)).fetchone() if number is not None else None
        except sqlite3.DatabaseError:
            yield None


def _numbers(file: sqlite3.Connection, table: str) -> Iterator[int | None]:
    """Yield the numbers of a table's rows, None wherever some cannot be read."""
    query = f"SELECT id FROM {table} NOT INDEXED WHERE id >= ? ORDER BY id"
    last = last_number(file, table)
    start, fault, reached = 0, -1, 0
    while start <= min(last or _MOST_FAULTS, reached + _MOST_FAULTS):
        try:
            for (number,) in file.execute(query, (start,)):
                yield number
                start = reached = number + 1
        except sqlite3.DatabaseError:
            if start != fault:  # not the same gap as before
                yield None
            start = fault = start + 1
        else:
            return
