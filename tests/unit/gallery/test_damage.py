"""Damage that SQLite does not see: a row, a table or a trigger that is not as it was."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from facecam.errors import DamagedGalleryError, GalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.damage import Part

from .conftest import MODEL, MakeSample, change

ADA, ZOE = 1, 2


def change_behind_an_index(path: Path) -> None:
    """Change the owner of a sample where the index of samples does not see it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        (sql, root) = file.execute(
            "SELECT sql, rootpage FROM sqlite_master WHERE name = 'ix_samples_person_id'"
        ).fetchone()
        file.execute("PRAGMA writable_schema = ON")
        file.execute("DELETE FROM sqlite_master WHERE name = 'ix_samples_person_id'")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("UPDATE samples SET person_id = 2 WHERE id = 1")
        file.execute("PRAGMA writable_schema = ON")
        file.execute(
            "INSERT INTO sqlite_master VALUES ('index', 'ix_samples_person_id', 'samples', ?, ?)",
            (root, sql),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "INSERT INTO alembic_version VALUES ('0001')",
        "UPDATE alembic_version SET version_num = '0001'",
        "UPDATE alembic_version SET version_num = '0002'",
        "UPDATE alembic_version SET version_num = 'x'",
        "UPDATE alembic_version SET version_num = x'30303033'",
        "DROP TABLE samples",
        "DROP TABLE people",
        "DROP INDEX ix_samples_person_id",
        "ALTER TABLE people RENAME COLUMN name_key TO key",
        "ALTER TABLE samples DROP COLUMN crop",
        "ALTER TABLE samples ADD COLUMN note VARCHAR",
        "ALTER TABLE samples ADD COLUMN twice GENERATED ALWAYS AS (quality * 2) VIRTUAL",
        "CREATE TABLE copies AS SELECT embedding FROM samples",
        "CREATE TRIGGER keep BEFORE DELETE ON people BEGIN UPDATE people SET name = 'x'; END",
        "CREATE VIEW everyone AS SELECT name FROM people",
        "CREATE INDEX by_name ON people (name)",
        "CREATE VIRTUAL TABLE words USING fts5(word)",
        "ANALYZE",
        "PRAGMA application_id = 7",
        "PRAGMA journal_mode = WAL",
        "UPDATE sqlite_sequence SET seq = 'many'",
        "UPDATE sqlite_sequence SET seq = 9223372036854775807",
        "UPDATE sqlite_sequence SET name = 'others'",
        "INSERT INTO sqlite_sequence VALUES ('people', 7)",
    ],
)
def test_a_gallery_with_something_missing_changed_or_added_is_damaged_and_left_as_it_is(
    filled: Path, statement: str
) -> None:
    change(filled, statement)
    before = filled.read_bytes()
    with pytest.raises(DamagedGalleryError, match=r"is damaged or is not .* gallery repair"):
        GalleryStore(filled)
    assert filled.read_bytes() == before
    assert list(filled.parent.iterdir()) == [filled]


def test_a_table_that_lacks_what_its_index_has_is_damaged(filled: Path) -> None:
    change_behind_an_index(filled)
    with pytest.raises(DamagedGalleryError, match="SQLite finds it malformed"):
        GalleryStore(filled)


def test_a_trigger_that_is_added_while_the_gallery_is_open_copies_nothing(
    filled: Path, make_sample: MakeSample
) -> None:
    with GalleryStore(filled) as store:
        change(
            filled,
            "CREATE TABLE kept (embedding)",
            "CREATE TRIGGER keep AFTER DELETE ON samples"
            " BEGIN INSERT INTO kept VALUES (old.embedding); END",
        )
        with pytest.raises(DamagedGalleryError, match="not Facecam's"):
            store.delete(ADA)
        with pytest.raises(DamagedGalleryError, match="not Facecam's"):
            store.enrol("Bob", [make_sample(4)])
        with pytest.raises(DamagedGalleryError, match="not Facecam's"):
            store.snapshot(MODEL)
    with closing(sqlite3.connect(filled)) as file:
        assert file.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@pytest.mark.parametrize(
    "damage",
    [
        "embedding = zeroblob(2048)",
        "embedding = x'00'",
        "embedding = 'text'",
        "embedding = 2048",
        "embedding = (SELECT embedding FROM samples WHERE id = 1)",
        "embedding_checksum = x'00'",
        "embedding_checksum = 'text'",
        "dimension = 7",
        "dimension = 'text'",
        "quality = 0.5",
        "quality = 9e999",
        "quality = -5",
        "quality = 'text'",
        "model_id = 'other'",
        "model_id = x'00ff'",
        "model_id = cast(x'00ff' AS TEXT)",
        "person_id = 1",
        "person_id = 77",
        "person_id = 'text'",
        "person_id = x'01'",
    ],
)
def test_a_sample_that_is_not_as_it_was_written_is_told_and_the_others_are_as_before(
    filled: Path, make_sample: MakeSample, damage: str
) -> None:
    change(filled, f"UPDATE samples SET {damage} WHERE id = 3")
    with GalleryStore(filled) as store:
        snapshot = store.snapshot(MODEL)
        assert snapshot.names == {ADA: "Ada"}
        expected = [make_sample(1).embedding.tolist(), make_sample(2).embedding.tolist()]
        assert snapshot.embeddings.tolist() == expected
        assert snapshot.trouble.startswith(f"1 of 3 samples in the gallery {filled} is damaged")
        assert store.trouble == snapshot.trouble
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]
        assert Part.EMBEDDING in store.check().findings[-1].parts


@pytest.mark.parametrize(
    "damage",
    [
        "name = 'Zoé'",
        "name = 'Ada'",
        "name = x'00ff'",
        "name = cast(x'00ff' AS TEXT)",
        "name = 7",
        "name_key = 'bob'",
        "name_key = x'00'",
        "created_at = 0",
        "created_at = 'text'",
        "checksum = x'00'",
        "checksum = 7",
        "id = 9",
    ],
)
def test_a_name_that_is_not_as_it_was_written_names_nobody_and_is_told(
    filled: Path, damage: str
) -> None:
    change(filled, f"UPDATE people SET {damage} WHERE id = 2")
    with GalleryStore(filled) as store:
        snapshot = store.snapshot(MODEL)
        assert snapshot.names == {ADA: "Ada"}
        assert snapshot.trouble.startswith("1 name and 1 of 3 samples in the gallery")
        listed = [person.name for person in store.people()]
        number = 9 if damage == "id = 9" else 2
        assert sorted(listed) == ["Ada", f"Person {number} (name damaged)"]


def test_a_damaged_name_is_told_by_whoever_lists_the_people(filled: Path) -> None:
    change(filled, "UPDATE people SET name = 'Zoé' WHERE id = 2")
    with GalleryStore(filled) as store:
        store.people(thumbnails=False)
        assert store.trouble.startswith("1 name in the gallery")


def test_names_that_have_changed_places_name_nobody(filled: Path) -> None:
    change(
        filled,
        "UPDATE people SET name_key = 'x' WHERE id = 1",
        "UPDATE people SET name = 'Ada', name_key = 'ada' WHERE id = 2",
        "UPDATE people SET name = 'Zoë', name_key = 'zoë' WHERE id = 1",
    )
    with GalleryStore(filled) as store:
        assert store.snapshot(MODEL).names == {}
        assert "2 names and 3 of 3 samples" in store.trouble


def test_rows_that_have_changed_places_with_their_checksums_name_nobody(filled: Path) -> None:
    change(
        filled,
        "CREATE TEMP TABLE old AS SELECT * FROM people",
        "UPDATE people SET name_key = id",
        "UPDATE people SET (name, name_key, created_at, checksum) ="
        " (SELECT name, name_key, created_at, checksum FROM old WHERE old.id = 3 - people.id)",
    )
    with GalleryStore(filled) as store:
        assert store.snapshot(MODEL).names == {}
        assert "2 names" in store.trouble


@pytest.mark.parametrize(
    "damage",
    [
        "crop = x'00'",
        "crop = 'text'",
        "crop = (SELECT crop FROM samples WHERE id = 3)",
        "crop_checksum = x'00'",
        "score = 0.5",
        "created_at = 'text'",
    ],
)
def test_a_damaged_crop_stops_nobody_and_is_told(filled: Path, damage: str) -> None:
    change(filled, f"UPDATE samples SET {damage} WHERE id = 2")
    with GalleryStore(filled) as store:
        assert len(store.snapshot(MODEL).person_ids) == 3
        ada, zoe = store.people()
        assert (ada.name, ada.samples, ada.thumbnail) == ("Ada", 2, None)
        assert zoe.thumbnail is not None
        assert store.trouble.startswith("1 of 3 samples in the gallery")
        store.delete(ADA)
        assert [person.name for person in store.people()] == ["Zoë"]
        assert store.trouble == ""


def test_deleting_decodes_nothing(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("facecam.gallery.reading.unpack_crop", decode)
    with GalleryStore(filled) as store:
        ada = store.find("Ada")
        assert ada is not None
        store.delete(ada.id)
        assert [person.name for person in store.people(thumbnails=False)] == ["Zoë"]


def test_a_damaged_crop_is_not_embedded_again(filled: Path) -> None:
    change(filled, "UPDATE samples SET crop = x'00' WHERE id = 2")
    with GalleryStore(filled) as store:
        assert [number for number, _ in store.outdated("another")] == [1, 3]
        assert [number for number, _ in store.outdated("another", after=1, most=1)] == [3]
        assert "1 of 3 samples" in store.trouble


def test_a_sample_whose_owner_is_damaged_is_not_embedded_again_for_somebody_else(
    filled: Path, make_sample: MakeSample
) -> None:
    change(filled, "UPDATE samples SET person_id = 1 WHERE id = 3")
    with GalleryStore(filled) as store:
        assert [number for number, _ in store.outdated("another")] == [1, 2]
        store.renew(MODEL, {3: make_sample(9).embedding})
        assert store.snapshot(MODEL).person_ids.tolist() == [ADA, ADA]


def test_nobody_is_enrolled_under_a_name_that_is_damaged(
    filled: Path, make_sample: MakeSample
) -> None:
    change(filled, "UPDATE people SET name = 'Zoé' WHERE id = 2")
    refused = pytest.raises(GalleryError, match=r"that person is damaged .* gallery repair")
    with GalleryStore(filled) as store, refused:
        store.enrol("Zoë", [make_sample(4)])


def test_a_damaged_name_is_mended_by_giving_another(filled: Path) -> None:
    change(filled, "UPDATE people SET name = x'00', created_at = 'text' WHERE id = 2")
    with GalleryStore(filled) as store:
        store.rename(ZOE, "Zoë")
        assert store.snapshot(MODEL).names == {ADA: "Ada", ZOE: "Zoë"}
        assert store.trouble == ""


def test_a_person_whose_name_is_damaged_can_be_deleted(filled: Path) -> None:
    change(filled, "UPDATE people SET name = x'00' WHERE id = 2")
    with GalleryStore(filled) as store:
        store.delete(ZOE)
        assert [person.name for person in store.people()] == ["Ada"]
        store.snapshot(MODEL)
        assert store.trouble == ""


@pytest.mark.parametrize("takes_away", [Path.unlink, lambda file: file.rename(f"{file}.old")])
def test_what_is_asked_of_a_gallery_that_was_taken_away_is_refused(
    filled: Path, make_sample: MakeSample, takes_away: Callable[[Path], object]
) -> None:
    with GalleryStore(filled) as store:
        takes_away(filled)
        assert not store.is_in_place
        for ask in (
            lambda: store.enrol("Bob", [make_sample(4)]),
            lambda: store.snapshot(MODEL),
            lambda: store.delete(ADA),
        ):
            with pytest.raises(GalleryError, match="deleted, moved or replaced while it was open"):
                ask()


def test_everything_that_is_damaged_is_reported(filled: Path) -> None:
    change(
        filled,
        "UPDATE samples SET quality = 0.5 WHERE id = 1",
        "UPDATE samples SET crop = x'00' WHERE id = 2",
        "UPDATE people SET name = 'Bob' WHERE id = 2",
    )
    with GalleryStore(filled) as store:
        report = store.check()
    assert (report.people, report.samples) == (2, 3)
    assert [(found.person, found.sample, found.parts) for found in report.findings] == [
        ("Person 2 (name damaged)", None, (Part.NAME,)),
        ("Ada", 1, (Part.EMBEDDING, Part.CROP)),
        ("Ada", 2, (Part.CROP,)),
    ]
