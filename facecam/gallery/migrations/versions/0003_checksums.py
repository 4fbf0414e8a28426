"""A checksum of each name, embedding and crop; the blobs stand last.

What was written before has no checksum to be compared with. Where it is plausible it
gets one now; otherwise an empty one, which fits nothing, so that it is damaged from now
on. Samples whose person is missing get one, whose name is damaged. Names lose what
nobody sees in them, unless somebody else has the name already.

What stood behind a crop could only be read through it. Samples move one by one, so that
the file hardly grows.
"""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from alembic import op

from facecam.errors import UsageError
from facecam.gallery import checksums
from facecam.gallery.damage import name_lost
from facecam.gallery.layout import PEOPLE, SAMPLES, SAMPLES_OF_PERSON
from facecam.gallery.names import clean_name, name_key
from facecam.gallery.plausibility import (
    checksum_of_crop,
    checksum_of_embedding,
    checksum_of_person,
)

revision = "0003"
down_revision = "0002"

_SEQUENCES = "SELECT name, seq FROM sqlite_sequence"


def upgrade() -> None:
    file = op.get_bind()
    given: dict[str, int] = {row.name: row.seq for row in file.exec_driver_sql(_SEQUENCES)}
    for statement in (
        "DROP INDEX ix_samples_person_id",
        "ALTER TABLE samples RENAME TO old_samples",
        "ALTER TABLE people RENAME TO old_people",
        PEOPLE,
        SAMPLES,
    ):
        file.exec_driver_sql(statement)
    _move_people(file)
    _move_samples(file)
    for statement in ("DROP TABLE old_samples", "DROP TABLE old_people", SAMPLES_OF_PERSON):
        file.exec_driver_sql(statement)
    _go_on_counting(file, given)


def _move_people(file: sa.Connection) -> None:
    people = file.exec_driver_sql("SELECT id, name, name_key, created_at FROM old_people").all()
    known = {row[0] for row in people}
    owners = file.exec_driver_sql("SELECT DISTINCT person_id FROM old_samples").scalars()
    taken = {row.name_key for row in people}
    rows = [_with_checksum(row, taken) for row in people]
    for owner in sorted({_owner(person_id) for person_id in owners} - known):
        rows.append((owner, name_lost(owner), name_lost(owner), 0, b""))
    for row in rows:
        file.exec_driver_sql("INSERT INTO people VALUES (?, ?, ?, ?, ?)", row)


def _with_checksum(row: sa.Row[Any], taken: set[Any]) -> tuple[Any, ...]:
    """Return a person's row with its checksum, and with a name as it is written now."""
    checksum = checksum_of_person(row)
    if not checksum:
        return (*row, checksum)
    with suppress(UsageError):  # a name that could not be given now stays as it is
        name, key = clean_name(row.name), name_key(row.name)
        if key not in taken:
            taken.add(key)
            written = (row.id, name, key, row.created_at)
            return (*written, checksums.of_person(*written))
    return (*row, checksum)


def _move_samples(file: sa.Connection) -> None:
    numbers = file.exec_driver_sql("SELECT id FROM old_samples ORDER BY id").scalars().all()
    for number in numbers:
        columns = "person_id, model_id, quality, dimension, embedding, score, created_at, crop"
        query = f"SELECT {columns} FROM old_samples WHERE id = ?"
        _write(file, number, file.exec_driver_sql(query, (number,)).one())
        file.exec_driver_sql("DELETE FROM old_samples WHERE id = ?", (number,))


def _write(file: sa.Connection, number: int, row: sa.Row[Any]) -> None:
    embedding = (row.person_id, row.model_id, row.quality, row.dimension, row.embedding)
    crop = (row.person_id, row.quality, row.score, row.created_at, row.crop)
    values = {
        "id": number,
        "person_id": _owner(row.person_id),
        "model_id": row.model_id,
        "score": row.score,
        "created_at": row.created_at,
        "quality": row.quality,
        "dimension": row.dimension,
        "embedding_checksum": checksum_of_embedding(embedding),
        "crop_checksum": checksum_of_crop(crop),
        "embedding": row.embedding,
        "crop": row.crop,
    }
    places = ", ".join("?" * len(values))
    file.exec_driver_sql(
        f"INSERT INTO samples ({', '.join(values)}) VALUES ({places})", tuple(values.values())
    )


def _owner(person_id: object) -> int:
    """Return whose a sample is; nobody's number where that is damaged."""
    return person_id if type(person_id) is int else 0


def _go_on_counting(file: sa.Connection, given: dict[str, int]) -> None:
    """Have numbers that were given before never given again."""
    for name, number in given.items():
        file.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        file.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, number))
