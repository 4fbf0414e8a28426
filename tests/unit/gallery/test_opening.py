import hashlib
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event

from facecam.errors import GalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.schema import REVISION, Base

from .conftest import MODEL, MakeSample


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_new_gallery_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "50 % of #1?.sqlite"
    with GalleryStore(path):
        assert mode_of(path) == 0o600
        assert mode_of(path.parent) == 0o700


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with GalleryStore(tmp_path / "gallery.sqlite"):
        assert mode_of(tmp_path) == 0o755


def test_opening_an_up_to_date_gallery_writes_nothing(filled: Path) -> None:
    before = filled.read_bytes()
    with GalleryStore(filled) as store:
        store.people()
        store.snapshot(MODEL)
    assert filled.read_bytes() == before


def test_the_migrations_lead_to_the_schema_that_the_program_uses(filled: Path) -> None:
    engine = create_engine(f"sqlite:///{filled}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert context.get_current_revision() == REVISION
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_people_of_a_gallery_of_before_qualities_stay_and_their_samples_weigh_the_same(
    filled: Path,
) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("ALTER TABLE samples DROP COLUMN quality")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    with GalleryStore(filled) as store:
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]
        qualities = store.snapshot(MODEL).qualities
    assert qualities is not None
    assert qualities.tolist() == [1, 1, 1]


def test_two_programs_may_make_the_same_gallery_at_once(path: Path) -> None:
    barrier = Barrier(2)

    def open_and_list() -> list[object]:
        barrier.wait(10)
        with GalleryStore(path) as store:
            return list(store.people())

    with ThreadPoolExecutor(2) as programs:
        opened = [programs.submit(open_and_list) for _ in range(2)]
        assert [future.result(30) for future in opened] == [[], []]


@pytest.fixture
def stop_before_samples() -> Iterator[None]:
    """Make the first migration break off after its first table."""

    def stop(*arguments: object) -> None:
        if "CREATE TABLE samples" in str(arguments[2]):
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", stop)
    yield
    event.remove(Engine, "before_cursor_execute", stop)


@pytest.mark.usefixtures("stop_before_samples")
def test_a_migration_that_breaks_off_leaves_nothing_half_made(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        GalleryStore(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert connection.execute("PRAGMA application_id").fetchone() == (0,)
    connection.close()


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


def test_a_gallery_of_a_newer_program_is_left_as_it_is(filled: Path) -> None:
    change(filled, "UPDATE alembic_version SET version_num = '9000'")
    before = filled.read_bytes()
    with pytest.raises(GalleryError, match=r"newer Facecam \(schema 9000.*Update Facecam"):
        GalleryStore(filled)
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "read"),
    [
        ("UPDATE samples SET embedding = x'0011'", lambda store: store.snapshot(MODEL)),
        ("UPDATE samples SET dimension = 7", lambda store: store.snapshot(MODEL)),
        ("UPDATE samples SET crop = x'0011'", lambda store: store.people()),
    ],
)
def test_a_sample_that_makes_no_sense_is_damage(
    filled: Path, statement: str, read: Callable[[GalleryStore], object]
) -> None:
    change(filled, statement)
    with GalleryStore(filled) as store, pytest.raises(GalleryError, match="is damaged"):
        read(store)


def test_a_folder_is_not_a_gallery(tmp_path: Path) -> None:
    with pytest.raises(GalleryError, match="cannot be opened"):
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
