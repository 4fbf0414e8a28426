import errno
import hashlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, event

from facecam.errors import GalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.database import Database

from .conftest import MODEL, MakeSample, change


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_gallery_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "50 % of #1?.sqlite"
    with GalleryStore(path):
        assert mode_of(path) == 0o600
        assert mode_of(path.parent) == 0o700


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with GalleryStore(tmp_path / "gallery.sqlite"):
        assert mode_of(tmp_path) == 0o755


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_gallery_that_others_may_read_becomes_its_owners_only_and_that_is_said(
    filled: Path, mode: int
) -> None:
    filled.chmod(mode)
    with GalleryStore(filled) as store:
        assert "Other users of this computer could read" in store.notice
    assert mode_of(filled) == 0o600
    with GalleryStore(filled) as store:
        assert store.notice == ""


def test_the_journal_of_a_gallery_is_its_owners_only(filled: Path, make_sample: MakeSample) -> None:
    journal = Path(f"{filled}-journal")
    filled.chmod(0o644)
    modes = []
    with GalleryStore(filled) as store:
        event.listen(Engine, "commit", lambda _: modes.append(mode_of(journal)), once=True)
        store.enrol("Bob", [make_sample(4)])
    assert modes == [0o600]


def test_the_file_of_somebody_else_is_not_touched_for_its_permissions(path: Path) -> None:
    change(path, "CREATE TABLE recipes (id INTEGER)")
    path.chmod(0o644)
    with pytest.raises(GalleryError, match="not a gallery"):
        GalleryStore(path)
    assert mode_of(path) == 0o644


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),  # a change is on the disk before it is confirmed, its folder too
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("journal_mode", "delete"),
    ],
)
def test_a_gallery_is_used_with_care(filled: Path, pragma: str, value: object) -> None:
    database = Database(filled, 1.0)
    with database.reading() as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    database.close()


def test_opening_an_up_to_date_gallery_writes_nothing(filled: Path) -> None:
    before = filled.read_bytes()
    with GalleryStore(filled) as store:
        store.people()
        store.snapshot(MODEL)
    assert filled.read_bytes() == before


def test_two_programs_may_make_the_same_gallery_at_once(path: Path) -> None:
    barrier = Barrier(2)

    def open_and_list() -> list[object]:
        barrier.wait(10)
        with GalleryStore(path) as store:
            return list(store.people())

    with ThreadPoolExecutor(2) as programs:
        opened = [programs.submit(open_and_list) for _ in range(2)]
        assert [future.result(30) for future in opened] == [[], []]


def test_a_gallery_that_cannot_be_made_whole_is_not_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("facecam.atomic.sync_file", full)
    with pytest.raises(GalleryError, match=r"cannot be created \(No space left on device\)"):
        GalleryStore(path)
    assert list(path.parent.iterdir()) == []


def test_a_new_gallery_takes_nothing_from_the_journal_of_one_that_was_deleted(
    filled: Path,
) -> None:
    journal = Path(f"{filled}-journal")
    writer = sqlite3.connect(filled, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")  # so that the journal is synced before the end
    writer.execute("BEGIN")
    writer.execute("DELETE FROM samples")
    left_by_a_killed_process = journal.read_bytes()
    writer.close()
    filled.unlink()
    journal.write_bytes(left_by_a_killed_process)
    with GalleryStore(filled) as store:
        assert store.people() == []
    assert list(filled.parent.iterdir()) == [filled]


def test_a_gallery_may_be_made_where_files_have_no_second_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_: Path, __: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", no_links)
    with GalleryStore(path) as store:
        assert store.people() == []
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"x"], ids=["empty", "one byte"])
def test_a_file_with_hardly_anything_in_it_is_not_taken_for_a_new_gallery(
    path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(GalleryError, match="left as it is"):
        GalleryStore(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_gallery_may_be_reached_by_a_link(tmp_path: Path, make_sample: MakeSample) -> None:
    link, gallery = tmp_path / "link", tmp_path / "gallery.sqlite"
    link.symlink_to(gallery)
    with GalleryStore(link) as store:
        store.enrol("Ada", [make_sample(1)])
    gallery.chmod(0o644)
    with GalleryStore(link) as store:
        assert [person.name for person in store.people()] == ["Ada"]
    assert link.is_symlink()
    assert mode_of(gallery) == 0o600


def test_links_that_go_round_lead_to_no_gallery(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(GalleryError, match="cannot be"):
        GalleryStore(one)


def test_what_is_no_file_is_no_gallery(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(GalleryError, match="cannot be opened: it is not a file"):
        GalleryStore(pipe)


def replace_by_text(path: Path) -> None:
    path.write_text("This is not a gallery.\n" * 100)


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_within_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def overwrite_a_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage", [replace_by_text, cut_in_half, cut_within_the_header, overwrite_a_page]
)
def test_a_damaged_gallery_is_refused_by_name_and_left_as_it_is(
    filled: Path, damage: Callable[[Path], None]
) -> None:
    damage(filled)
    before = hashlib.sha256(filled.read_bytes()).hexdigest()
    with pytest.raises(GalleryError, match=r"gallery\.sqlite is damaged or is not a gallery"):
        GalleryStore(filled)
    assert hashlib.sha256(filled.read_bytes()).hexdigest() == before
    assert list(filled.parent.iterdir()) == [filled]


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    change(path, "CREATE TABLE recipes (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(GalleryError, match="an SQLite file but not a gallery"):
        GalleryStore(path)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_not_tidied_up(path: Path) -> None:
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE recipes (id INTEGER)")
    files = {file: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(GalleryError, match="an SQLite file but not a gallery"):
        GalleryStore(path)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == files
    writer.close()


def test_a_gallery_of_a_newer_program_is_left_as_it_is(filled: Path) -> None:
    change(filled, "UPDATE alembic_version SET version_num = '9000'")
    before = filled.read_bytes()
    with pytest.raises(GalleryError, match=r"newer Facecam \(schema 9000.*Update Facecam"):
        GalleryStore(filled)
    assert filled.read_bytes() == before


def test_a_folder_is_not_a_gallery(tmp_path: Path) -> None:
    with pytest.raises(GalleryError, match="cannot be opened: it is not a file"):
        GalleryStore(tmp_path)


def test_a_gallery_below_a_file_cannot_be_made(filled: Path) -> None:
    with pytest.raises(GalleryError, match=r"cannot be created \(Not a directory\)"):
        GalleryStore(filled / "gallery.sqlite")


def test_a_read_only_gallery_can_be_read(read_only: Path) -> None:
    with GalleryStore(read_only) as store:
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]
        assert len(store.snapshot(MODEL).person_ids) == 3


def test_a_read_only_gallery_cannot_be_changed(read_only: Path, make_sample: MakeSample) -> None:
    before = read_only.read_bytes()
    with GalleryStore(read_only) as store:
        ada = store.find("Ada")
        assert ada is not None
        for attempt in (
            lambda: store.enrol("Bob", [make_sample()]),
            lambda: store.rename(ada.id, "Eve"),
            lambda: store.delete(ada.id),
        ):
            with pytest.raises(GalleryError, match=r"gallery\.sqlite is read-only"):
                attempt()
    assert read_only.read_bytes() == before


def test_a_gallery_that_another_program_is_changing_is_said_to_be_in_use(
    store: GalleryStore, path: Path, make_sample: MakeSample
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(GalleryError, match="in use by another program"):
        store.enrol("Ada", [make_sample()])
    with pytest.raises(GalleryError, match="in use by another program"):
        store.people()
    other.execute("ROLLBACK")
    other.close()
    assert store.enrol("Ada", [make_sample()]).samples == 1


@pytest.fixture
def on_a_full_disk(filled: Path) -> Iterator[Path]:
    """The filled gallery, which cannot grow."""

    def allow_no_growth(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite raises this to the present size

    event.listen(Engine, "connect", allow_no_growth)
    yield filled
    event.remove(Engine, "connect", allow_no_growth)


def test_a_full_disk_loses_nothing_that_was_there(
    on_a_full_disk: Path, make_sample: MakeSample
) -> None:
    with GalleryStore(on_a_full_disk) as store:
        with pytest.raises(GalleryError, match="is full and nothing was changed"):
            store.enrol("Bob", [make_sample(4)])
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]
