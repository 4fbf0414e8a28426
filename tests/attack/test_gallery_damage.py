"""Damaged galleries: none opens with other embeddings, names or pictures and no word."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from facecam.errors import GalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.repair import repair

from .galleries import (
    MODEL,
    Picture,
    Sample,
    all_pictures,
    make_gallery,
    make_sample,
    pictures_of,
    samples_of,
)

SEED = 20261125
ROUNDS = 300
PAGE = 4096
LOST = "(name damaged)"

Damage = Callable[[Path, random.Random, Path], None]


def flip_bits(path: Path, chance: random.Random, before: Path) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 1, 2, 5, 20])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def flip_bits_of_rows(path: Path, chance: random.Random, before: Path) -> None:
    """Flip bits where it hurts: in the header and in pages that are not parts of blobs."""
    content = bytearray(path.read_bytes())
    pages = [start for start in range(0, len(content), PAGE) if content[start] in (2, 5, 10, 13)]
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        start = chance.choice([0, *pages])
        content[start + chance.randrange(PAGE if start else 100)] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def overwrite(path: Path, chance: random.Random, before: Path) -> None:
    content = bytearray(path.read_bytes())
    length = chance.choice([1, 8, 64, 512, PAGE])
    start = chance.randrange(len(content) - length)
    content[start : start + length] = chance.choice([bytes(length), chance.randbytes(length)])
    path.write_bytes(content)


def cut(path: Path, chance: random.Random, before: Path) -> None:
    content = path.read_bytes()
    pages = chance.randrange(len(content) // PAGE) * PAGE
    path.write_bytes(content[: chance.choice([pages, chance.randrange(len(content))])])


def append(path: Path, chance: random.Random, before: Path) -> None:
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.choice([1, 100, PAGE, 3 * PAGE])))


def swap_pages(path: Path, chance: random.Random, before: Path) -> None:
    content = bytearray(path.read_bytes())
    one, other = (chance.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    first, second = content[one : one + PAGE], content[other : other + PAGE]
    content[one : one + PAGE], content[other : other + PAGE] = second, first
    path.write_bytes(content)


def repeat_a_page(path: Path, chance: random.Random, before: Path) -> None:
    content = bytearray(path.read_bytes())
    one, other = (chance.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    content[one : one + PAGE] = content[other : other + PAGE]
    path.write_bytes(content)


def bring_back_a_page(path: Path, chance: random.Random, before: Path) -> None:
    """Put a page of an earlier state in its place: a write that never reached the disk."""
    content, old = bytearray(path.read_bytes()), before.read_bytes()
    starts = range(0, min(len(content), len(old)), PAGE)
    changed = [s for s in starts if content[s : s + PAGE] != old[s : s + PAGE]]
    for start in chance.sample(changed, min(len(changed), chance.choice([1, 1, 2, 5]))):
        content[start : start + PAGE] = old[start : start + PAGE]
    path.write_bytes(content)


STATEMENTS = [
    "UPDATE samples SET person_id = (SELECT max(id) FROM people) WHERE id % 3 = 0",
    "UPDATE samples SET person_id = 'nobody' WHERE id % 5 = 0",
    "UPDATE samples SET embedding = (SELECT embedding FROM samples ORDER BY id DESC LIMIT 1)",
    "UPDATE samples SET embedding = randomblob(2048) WHERE id % 2 = 0",
    "UPDATE samples SET embedding = zeroblob(2048), dimension = 512 WHERE id % 4 = 0",
    "UPDATE samples SET embedding = substr(embedding, 5) WHERE id % 4 = 0",
    "UPDATE samples SET embedding = cast(embedding AS TEXT) WHERE id % 4 = 0",
    "UPDATE samples SET quality = 1.0",
    "UPDATE samples SET quality = 9e999 WHERE id % 7 = 0",
    "UPDATE samples SET quality = x'00' WHERE id % 7 = 0",
    "UPDATE samples SET model_id = 'another' WHERE id % 2 = 0",
    "UPDATE samples SET model_id = x'ff' WHERE id % 2 = 0",
    "UPDATE samples SET dimension = 'many'",
    "UPDATE samples SET crop = (SELECT crop FROM samples ORDER BY id LIMIT 1)",
    "UPDATE samples SET crop = 'no picture' WHERE id % 2 = 0",
    "UPDATE samples SET id = id + 1000 WHERE id % 3 = 0",
    "UPDATE people SET name = 'Somebody else' WHERE id % 2 = 0",
    "UPDATE people SET name = x'ff00' WHERE id % 2 = 0",
    "UPDATE people SET name = cast(x'ff00' AS TEXT) WHERE id % 2 = 0",
    "UPDATE people SET name_key = id",
    "UPDATE people SET id = id + 1 WHERE id = (SELECT max(id) FROM people)",
    "UPDATE people SET created_at = 'yesterday'",
    "DELETE FROM people WHERE id % 2 = 0",
    "DROP TABLE alembic_version",
    "DELETE FROM alembic_version",
    "UPDATE alembic_version SET version_num = '0002'",
    "UPDATE alembic_version SET version_num = 7",
    "DROP TABLE people",
    "DROP INDEX ix_samples_person_id",
    "CREATE TRIGGER t AFTER DELETE ON samples BEGIN INSERT INTO people VALUES (7,'','','',''); END",
    "CREATE VIEW v AS SELECT * FROM people",
    "CREATE INDEX i ON samples (score)",
    "ALTER TABLE samples ADD COLUMN more BLOB",
    "ALTER TABLE people RENAME COLUMN name TO called",
    "PRAGMA application_id = 1",
    "PRAGMA journal_mode = WAL",
    "UPDATE sqlite_sequence SET seq = 'much'",
    "DELETE FROM sqlite_sequence",
]


def change_by_sql(path: Path, chance: random.Random, before: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for statement in chance.sample(STATEMENTS, chance.choice([1, 1, 2])):
            try:
                file.execute(statement)
            except sqlite3.Error:  # another statement has taken what this one needs
                continue


KINDS: list[Damage] = [
    flip_bits,
    flip_bits_of_rows,
    flip_bits_of_rows,
    overwrite,
    cut,
    append,
    swap_pages,
    repeat_a_page,
    bring_back_a_page,
    change_by_sql,
    change_by_sql,
]


@dataclass(frozen=True)
class Truth:
    """What the gallery said before it was damaged."""

    samples: set[Sample]
    pictures: set[Picture]


def read(path: Path, truth: Truth) -> str:
    """Open a gallery and compare what it says with the truth.

    Returns:
        How that ended; what begins with WRONG breaks a promise.
    """
    before = path.read_bytes()
    try:
        with GalleryStore(path) as store:
            samples, pictures = samples_of(store), pictures_of(store)
            trouble, findings = store.trouble, store.check().findings
    except GalleryError as error:
        if not any(words in str(error) for words in ("damaged", "not a gallery", "empty file")):
            return f"WRONG: refused with {error}"
        return "refused" if path.read_bytes() == before else "WRONG: refused and changed"
    if not {row for row in pictures if LOST not in row[0]} <= truth.pictures:
        return "WRONG: other pictures"
    if not samples <= truth.samples:
        return "WRONG: other embeddings or names"
    if not trouble:
        return "as it was" if samples == truth.samples else "WRONG: less than it was, and no word"
    return "in part, and said" if findings else "WRONG: said, but not found by check"


def mend(path: Path, truth: Truth) -> str:
    """Repair a gallery, and compare what it says with the truth."""
    try:
        repair(path)
    except GalleryError:
        return "nothing to be saved"
    with GalleryStore(path) as store:
        if store.check().findings:
            return "WRONG: damaged after it was repaired"
        rows = samples_of(store)
    names = {embedding: name for name, embedding, _ in truth.samples}
    for name, embedding, _ in rows:
        if name != names.get(embedding) and LOST not in name:
            return "WRONG: repaired with another embedding or name"
    return f"repaired, {'all' if len(rows) == len(truth.samples) else 'some'} of it"


@pytest.mark.timeout(1800)
def test_no_damaged_gallery_opens_with_other_people_and_no_word(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    whole, before = tmp_path / "whole.sqlite", tmp_path / "before.sqlite"
    make_gallery(whole, 30, SEED)
    shutil.copy(whole, before)
    with GalleryStore(whole) as store:
        store.enrol("The newest", [make_sample(1), make_sample(2)])
        person = store.people(thumbnails=False)[-1]
        store.rename(person.id, person.name.upper())
        store.renew(MODEL, {3: make_sample(3).embedding})
        truth = Truth(samples_of(store), all_pictures(whole))
    endings: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for number in range(ROUNDS):
        kind = KINDS[number % len(KINDS)]
        path = tmp_path / f"{number}.sqlite"
        shutil.copy(whole, path)
        kind(path, chance, before)
        for ending in (read(path, truth), mend(path, truth)):
            endings[kind.__name__, ending] += 1
            if ending.startswith("WRONG"):
                wrong.append(f"{number} {kind.__name__}: {ending}")
        for left in tmp_path.glob(f"{number}.sqlite*"):
            left.unlink()
    print(f"\n{ROUNDS} damaged galleries, seed {SEED}:")
    for (name, ending), count in sorted(endings.items()):
        print(f"  {count:4}  {name:20} {ending}")
    assert wrong == []
