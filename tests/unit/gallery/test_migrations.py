import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event

from facecam.errors import GalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.blobs import pack_crop, pack_embedding
from facecam.gallery.layout import LAYOUTS, MASTER, difference
from facecam.gallery.schema import APPLICATION_ID, REVISION, Base
from facecam.types import FaceSample

from .conftest import MODEL, MakeSample, change


def make_old_gallery(path: Path, revision: str, *samples: tuple[str, FaceSample]) -> None:
    """Make a gallery of a revision before checksums, of people numbered from 1."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in LAYOUTS[revision]:
            file.execute(statement)
        file.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        numbers: dict[str, int] = {}
        for name, sample in samples:
            if name not in numbers:
                numbers[name] = len(numbers) + 1
                file.execute(
                    "INSERT INTO people VALUES (?, ?, ?, 1)", (numbers[name], name, name.lower())
                )
            embedding, crop = pack_embedding(sample.embedding), pack_crop(sample.crop)
            row = (numbers[name], sample.model_id, sample.score, 1, 512, embedding, crop)
            columns = "person_id, model_id, score, created_at, dimension, embedding, crop"
            file.execute(f"INSERT INTO samples ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


@pytest.fixture
def old(path: Path, make_sample: MakeSample) -> Path:
    """A gallery of schema 0002 with Ada (two samples) and Zoë (one)."""
    samples = [("Ada", make_sample(1)), ("Zoë", make_sample(3)), ("Ada", make_sample(2))]
    make_old_gallery(path, "0002", *samples)
    return path


def test_a_new_gallery_is_what_the_program_uses(filled: Path) -> None:
    engine = create_engine(f"sqlite:///{filled}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert context.get_current_revision() == REVISION
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("revision", sorted(LAYOUTS))
def test_the_migrations_lead_to_the_tables_that_a_gallery_of_each_revision_must_have(
    revision: str,
) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "facecam.gallery:migrations")
        command.upgrade(config, revision)
        assert difference(connection.exec_driver_sql(MASTER).all(), revision) == ""
    engine.dispose()


@pytest.mark.parametrize("revision", sorted(LAYOUTS)[:-1])
def test_everybody_in_an_older_gallery_stays(
    path: Path, make_sample: MakeSample, revision: str
) -> None:
    samples = [("Ada", make_sample(1)), ("Zoë", make_sample(3)), ("Ada", make_sample(2))]
    make_old_gallery(path, revision, *samples)
    with GalleryStore(path) as store:
        assert [(p.name, p.samples) for p in store.people()] == [("Ada", 2), ("Zoë", 1)]
        snapshot = store.snapshot(MODEL)
        assert snapshot.embeddings.tolist() == [s.embedding.tolist() for _, s in samples]
        assert snapshot.person_ids.tolist() == [1, 2, 1]
        assert snapshot.qualities is not None
        assert snapshot.qualities.tolist() == [1, 1, 1]
        assert snapshot.trouble == ""
        assert store.check().findings == ()


def test_names_in_an_older_gallery_lose_what_nobody_sees_and_are_found(
    path: Path, make_sample: MakeSample
) -> None:
    names = ["A\u202eda", "علی\u200cرضا", "Bob", "B\u200bob"]
    make_old_gallery(path, "0002", *((name, make_sample(1)) for name in names))
    with GalleryStore(path) as store:
        assert [person.name for person in store.people()] == ["Ada", "Bob", "Bob", names[1]]
        found = [store.find(name) for name in ("ada", "علیرضا", "bob")]
        assert [person and person.id for person in found] == [1, 2, 3]
        assert store.check().findings == ()


def test_an_older_gallery_is_copied_beside_itself_first_and_that_is_said(old: Path) -> None:
    before = dump(old)
    with GalleryStore(old) as store:
        copy = old.with_name("gallery.sqlite.copy-schema-0002")
        assert str(copy) in store.notice
    assert dump(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(old.parent.iterdir()) == [old, copy]


def test_a_copy_of_before_is_not_overwritten_by_another(old: Path) -> None:
    first = old.with_name("gallery.sqlite.copy-schema-0002")
    first.write_bytes(b"a copy of before")
    with GalleryStore(old):
        pass
    assert first.read_bytes() == b"a copy of before"
    assert old.with_name("gallery.sqlite.copy-schema-0002-2").exists()


def test_without_a_copy_an_older_gallery_is_left_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    before = old.read_bytes()
    monkeypatch.setattr("facecam.gallery.copies.sync_file", full)
    with pytest.raises(GalleryError, match=r"cannot be opened \(No space left on device\)"):
        GalleryStore(old)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_a_name_of_before_is_found_by_what_names_are_compared_by_now(
    path: Path, make_sample: MakeSample
) -> None:
    make_old_gallery(path, "0002", ("می\u200cخواهم", make_sample(1)), ("Ada", make_sample(2)))
    with GalleryStore(path) as store:
        found = store.find("میخواهم")
        assert found is not None
        assert store.enrol("می\u200cخواهم", [make_sample(3)]).id == found.id == 1


def test_a_migration_that_breaks_off_leaves_the_gallery_as_it_was(old: Path) -> None:
    def stop(*arguments: object) -> None:
        if "INSERT INTO samples" in str(arguments[2]):
            raise KeyboardInterrupt

    before = old.read_bytes()
    event.listen(Engine, "before_cursor_execute", stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            GalleryStore(old)
    finally:
        event.remove(Engine, "before_cursor_execute", stop)
    assert old.read_bytes() == before
    with GalleryStore(old) as store:
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]


def test_a_number_given_before_a_migration_is_not_given_again(
    old: Path, make_sample: MakeSample
) -> None:
    change(old, "DELETE FROM samples WHERE person_id = 2", "DELETE FROM people WHERE id = 2")
    with GalleryStore(old) as store:
        assert store.enrol("Bob", [make_sample(4)]).id == 3


@pytest.mark.parametrize(
    ("damage", "names"),
    [
        ("UPDATE samples SET embedding = zeroblob(2048) WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET embedding = x'00' WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET embedding = 'text' WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET quality = 'text' WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET quality = -5 WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET quality = 9e999 WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET model_id = x'00' WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET dimension = 7 WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET person_id = 'text' WHERE id = 2", ["Ada"]),
        ("UPDATE samples SET person_id = 77 WHERE id = 2", ["Ada"]),
        ("UPDATE people SET name = 'Zoé' WHERE id = 2", ["Ada"]),
        ("UPDATE people SET name_key = 'zoé' WHERE id = 2", ["Ada"]),
        ("UPDATE people SET name = x'00ff' WHERE id = 2", ["Ada"]),
        ("DELETE FROM people WHERE id = 2", ["Ada"]),
    ],
)
def test_what_is_not_plausible_in_an_older_gallery_is_damaged_in_the_new_one(
    old: Path, damage: str, names: list[str]
) -> None:
    change(old, damage)
    with GalleryStore(old) as store:
        snapshot = store.snapshot(MODEL)
    assert sorted(snapshot.names.values()) == names
    assert "1 of 3 samples" in snapshot.trouble


def test_a_crop_damaged_in_an_older_gallery_is_damaged_in_the_new_one(old: Path) -> None:
    change(old, "UPDATE samples SET crop = substr(crop, 1, 100) WHERE id = 3")
    with GalleryStore(old) as store:
        assert len(store.snapshot(MODEL).person_ids) == 3
        (finding,) = store.check().findings
        assert (finding.person, finding.sample) == ("Ada", 3)
