"""A repaired gallery holds all that was whole, and the old file is kept beside it."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue

import numpy as np
import pytest

from facecam.errors import BusyGalleryError, DamagedGalleryError, GalleryError
from facecam.gallery import GalleryService, GalleryStore
from facecam.gallery.repair import repair
from facecam.types import GallerySnapshot

from .conftest import MODEL, MakeSample, change
from .test_migrations import make_old_gallery

SOON = 30.0  # seconds; a limit for waiting, never a delay


def everybody(path: Path) -> dict[str, int]:
    """Return how many samples everybody has, where nothing is damaged."""
    with GalleryStore(path) as store:
        assert store.check().findings == ()
        return {person.name: person.samples for person in store.people()}


def embedded(path: Path) -> list[list[float]]:
    with GalleryStore(path) as store:
        return store.snapshot(MODEL).embeddings.tolist()


def test_the_file_as_it_was_is_kept_for_its_owner_only(filled: Path) -> None:
    change(filled, "UPDATE samples SET quality = 0.5 WHERE id = 1")
    filled.chmod(0o644)
    before = filled.read_bytes()
    copy = repair(filled).copy
    assert copy == filled.with_name("gallery.sqlite.copy-before-repair")
    assert copy.read_bytes() == before
    assert [stat.S_IMODE(file.stat().st_mode) for file in (filled, copy)] == [0o600, 0o600]
    assert sorted(filled.parent.iterdir()) == [filled, copy]


def test_what_is_whole_stays_bit_for_bit(filled: Path) -> None:
    change(filled, "CREATE TABLE others (id INTEGER)")
    with pytest.raises(DamagedGalleryError):
        GalleryStore(filled)
    repaired = repair(filled)
    assert (repaired.people, repaired.samples, repaired.lost) == (2, 3, 0)
    with closing(sqlite3.connect(filled)) as new, closing(sqlite3.connect(repaired.copy)) as old:
        for table in ("people", "samples", "sqlite_sequence"):
            query = f"SELECT * FROM {table} ORDER BY 1"
            assert new.execute(query).fetchall() == old.execute(query).fetchall()
    assert everybody(filled) == {"Ada": 2, "Zoë": 1}


def test_a_link_stays_a_link_and_what_it_leads_to_is_repaired(filled: Path) -> None:
    change(filled, "CREATE TABLE others (id INTEGER)")
    link = filled.parent / "elsewhere" / "link.sqlite"
    link.parent.mkdir()
    link.symlink_to(filled)
    assert repair(link).copy.parent == filled.parent
    assert link.is_symlink()
    assert everybody(link) == everybody(filled) == {"Ada": 2, "Zoë": 1}


def test_a_sample_with_a_sound_crop_is_there_to_be_embedded_again(
    filled: Path, make_sample: MakeSample
) -> None:
    change(filled, "UPDATE samples SET embedding = zeroblob(2048) WHERE id = 3")
    assert repair(filled).without_embedding == 1
    assert everybody(filled) == {"Ada": 2, "Zoë": 1}
    with GalleryStore(filled) as store:
        assert store.snapshot(MODEL).names == {1: "Ada"}
        ((number, crop),) = store.outdated(MODEL)
        np.testing.assert_array_equal(crop, make_sample(3).crop)
        store.renew(MODEL, {number: make_sample(3).embedding})
        assert store.snapshot(MODEL).names == {1: "Ada", 2: "Zoë"}
        assert store.check().findings == ()


def test_a_sample_with_a_damaged_crop_is_used_on_without(filled: Path) -> None:
    before = embedded(filled)
    change(filled, "UPDATE samples SET crop = x'00' WHERE id = 3")
    assert repair(filled).without_crop == 1
    assert embedded(filled) == before
    assert everybody(filled) == {"Ada": 2, "Zoë": 1}
    with GalleryStore(filled) as store:
        assert [person.thumbnail is None for person in store.people()] == [False, True]
        assert [number for number, _ in store.outdated("another")] == [1, 2]


@pytest.mark.parametrize("damage", ["person_id = 1", "quality = 0.5", "person_id = 'text'"])
def test_a_sample_that_may_be_somebody_elses_is_taken_out(filled: Path, damage: str) -> None:
    change(filled, f"UPDATE samples SET {damage} WHERE id = 3")
    assert repair(filled).lost == 1
    assert everybody(filled) == {"Ada": 2, "Zoë": 0}


@pytest.mark.parametrize(
    "damage", ["UPDATE people SET name = 'Zoé' WHERE id = 2", "DELETE FROM people WHERE id = 2"]
)
def test_whose_name_is_lost_stays_under_a_number_until_named_again(
    filled: Path, damage: str
) -> None:
    change(filled, damage)
    assert repair(filled).nameless == ["Person 2 (name damaged)"]
    assert everybody(filled) == {"Ada": 2, "Person 2 (name damaged)": 1}
    with GalleryStore(filled) as store:
        assert store.snapshot(MODEL).names == {1: "Ada", 2: "Person 2 (name damaged)"}
        found = store.find("person 2 (name damaged)")
        assert found is not None
        store.rename(found.id, "Zoë")
    assert everybody(filled) == {"Ada": 2, "Zoë": 1}


def test_the_name_in_place_of_a_lost_one_is_nobody_elses(
    filled: Path, make_sample: MakeSample
) -> None:
    with GalleryStore(filled) as store:
        store.enrol("PERSON 2 (name damaged)", [make_sample(4)])
    change(filled, "UPDATE people SET name = 'Zoé' WHERE id = 2")
    assert repair(filled).nameless == ["Person 2 (name damaged) 2"]


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0002'",
        "DROP INDEX ix_samples_person_id",
        "CREATE TRIGGER keep BEFORE DELETE ON people BEGIN UPDATE people SET name = 'x'; END",
        "CREATE VIEW everyone AS SELECT name FROM people",
        "ALTER TABLE samples ADD COLUMN twice GENERATED ALWAYS AS (quality * 2) VIRTUAL",
        "UPDATE sqlite_sequence SET seq = 'many'",
        "PRAGMA application_id = 7",
        "PRAGMA journal_mode = WAL",
        "ANALYZE",
    ],
)
def test_everybody_in_a_gallery_with_something_missing_or_added_is_saved(
    filled: Path, damage: str
) -> None:
    before = embedded(filled)
    change(filled, damage)
    repair(filled)
    assert embedded(filled) == before
    assert everybody(filled) == {"Ada": 2, "Zoë": 1}


def test_an_older_gallery_that_is_damaged_is_saved_as_well(
    path: Path, make_sample: MakeSample
) -> None:
    make_old_gallery(path, "0001", ("Ada", make_sample(1)), ("Zoë", make_sample(2)))
    change(path, "CREATE TABLE others (id)", "UPDATE samples SET embedding = x'00' WHERE id = 2")
    assert repair(path).without_embedding == 1
    assert everybody(path) == {"Ada": 1, "Zoë": 1}


@pytest.fixture
def large(path: Path, make_sample: MakeSample) -> Path:
    """A gallery of 40 people with a sample each."""
    with GalleryStore(path) as store:
        for number in range(40):
            store.enrol(f"Person {number}", [make_sample(number)])
    return path


def leaf_pages(path: Path) -> Iterator[int]:
    """Yield where the pages are that hold rows, last first."""
    content = path.read_bytes()
    for start in range(len(content) - 4096, 4096, -4096):
        if content[start] == 0x0D:
            yield start


def test_what_stands_around_a_page_that_cannot_be_read_is_saved(large: Path) -> None:
    content = bytearray(large.read_bytes())
    for start in list(leaf_pages(large))[5:12:3]:
        content[start : start + 4096] = b"\xa5" * 4096
    large.write_bytes(content)
    with pytest.raises(DamagedGalleryError, match="SQLite finds it malformed"):
        GalleryStore(large)
    repaired = repair(large)
    assert repaired.unreadable > 0
    saved = everybody(large)
    assert saved.keys() <= {f"Person {number}" for number in range(40)}
    assert sum(saved.values()) == repaired.samples >= 20


def test_what_stands_before_the_place_where_a_file_was_cut_is_saved(large: Path) -> None:
    content = large.read_bytes()
    large.write_bytes(content[: len(content) * 2 // 3])
    repaired = repair(large)
    assert repaired.unreadable > 0
    assert sum(everybody(large).values()) == repaired.samples > 0


@pytest.mark.parametrize("content", [b"This is not a gallery.\n" * 100, b"x", b""])
def test_of_what_is_no_gallery_nothing_is_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(GalleryError, match="left as it is"):
        repair(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_gallery_of_which_nothing_can_be_read_is_left_as_it_is(filled: Path) -> None:
    change(filled, "DROP TABLE samples")
    before = filled.read_bytes()
    with pytest.raises(GalleryError, match="Nothing can be saved of the gallery"):
        repair(filled)
    assert filled.read_bytes() == before
    assert list(filled.parent.iterdir()) == [filled]


def test_a_gallery_that_another_program_is_changing_is_not_repaired(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.gallery.repair._BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyGalleryError):
            repair(filled)


def test_a_number_given_before_a_repair_is_not_given_again(
    filled: Path, make_sample: MakeSample
) -> None:
    with GalleryStore(filled) as store:
        store.delete(2)
    change(filled, "CREATE TABLE others (id)")
    repair(filled)
    with GalleryStore(filled) as store:
        assert store.enrol("Bob", [make_sample(4)]).id == 3


def test_a_program_that_has_the_gallery_open_goes_on_with_the_repaired_one(
    filled: Path, make_sample: MakeSample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.gallery.service.POLL_EVERY_S", 0.02)
    change(filled, "UPDATE people SET name = 'Zoé' WHERE id = 2")
    service = GalleryService(filled, MODEL)
    snapshots: Queue[GallerySnapshot] = Queue()
    service.subscribe(snapshots.put)
    assert "1 name" in service.snapshot.trouble
    repair(filled)
    snapshot = snapshots.get(timeout=SOON)
    assert (len(snapshot.names), snapshot.trouble) == (2, "")
    assert service.enrol("Bob", [make_sample(4)]).result(SOON).samples == 1
    assert service.close(SOON)


def test_a_change_that_waits_for_a_repair_is_refused_instead_of_lost(
    filled: Path, make_sample: MakeSample, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_meanwhile(keep: Callable[[Path], Path]) -> Callable[[Path], Path]:
        def kept(path: Path) -> Path:
            with pytest.raises(BusyGalleryError):
                store.enrol("Bob", [make_sample(4)])
            return keep(path)

        return kept

    from facecam.gallery import repair as module

    monkeypatch.setattr(module, "_keep", change_meanwhile(module._keep))
    with GalleryStore(filled, busy_timeout_s=0.05) as store:
        module.repair(filled)
        with pytest.raises(GalleryError, match="replaced while it was open"):
            store.enrol("Bob", [make_sample(4)])
