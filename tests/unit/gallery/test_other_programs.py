"""What other programs do to a gallery file is seen by a service that has it open."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from facecam.errors import BusyGalleryError, GalleryError
from facecam.gallery import GalleryService, GalleryStore
from facecam.types import GallerySnapshot

from .conftest import MODEL, MakeSample, change

SOON = 30.0  # seconds; a limit for waiting, never a delay


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.gallery.service.POLL_EVERY_S", 0.02)


@pytest.fixture
def service(filled: Path) -> Iterator[GalleryService]:
    service = GalleryService(filled, MODEL)
    yield service
    assert service.close(SOON)


@pytest.fixture
def published(service: GalleryService) -> Callable[[], GallerySnapshot]:
    """What the service publishes next: it is waited for."""
    snapshots: Queue[GallerySnapshot] = Queue()
    service.subscribe(snapshots.put)
    return lambda: snapshots.get(timeout=SOON)


def names(snapshot: GallerySnapshot) -> list[str]:
    return sorted(snapshot.names.values())


def test_a_person_deleted_by_another_process_is_soon_known_no_more(
    filled: Path, service: GalleryService, published: Callable[[], GallerySnapshot]
) -> None:
    command = [sys.executable, "-c", "from facecam.cli import main; main()"]
    words = ["people", "delete", "Ada", "--yes", "--gallery", str(filled)]
    subprocess.run([*command, *words], check=True)
    assert names(published()) == ["Zoë"]
    assert names(service.snapshot) == ["Zoë"]


def test_a_person_enrolled_or_renamed_by_another_program_is_soon_known(
    filled: Path, published: Callable[[], GallerySnapshot], make_sample: MakeSample
) -> None:
    with GalleryStore(filled) as other:
        bob = other.enrol("Bob", [make_sample(4)])
        assert names(published()) == ["Ada", "Bob", "Zoë"]
        other.rename(bob.id, "Rob")
        assert names(published()) == ["Ada", "Rob", "Zoë"]


def test_where_nothing_has_changed_nothing_is_read_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch, make_sample: MakeSample
) -> None:
    looked: Queue[bool] = Queue()
    was_changed = GalleryStore.was_changed

    def look(store: GalleryStore) -> bool:
        looked.put(was_changed(store))
        return False

    monkeypatch.setattr(GalleryStore, "was_changed", look)
    service = GalleryService(filled, MODEL)
    before = service.snapshot
    heard: list[GallerySnapshot] = []
    service.subscribe(heard.append)
    assert [looked.get(timeout=SOON) for _ in range(2)] == [False, False]
    assert heard == []
    assert service.snapshot is before
    assert service.close(SOON)


def test_ones_own_change_is_not_read_twice(
    service: GalleryService, make_sample: MakeSample, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Queue[bool] = Queue()
    was_changed = GalleryStore.was_changed

    def look(store: GalleryStore) -> bool:
        changed = was_changed(store)
        looked.put(changed)
        return changed

    service.enrol("Bob", [make_sample(4)]).result(SOON)
    monkeypatch.setattr(GalleryStore, "was_changed", look)
    assert not looked.get(timeout=SOON)


def test_a_gallery_that_is_deleted_knows_nobody_and_that_is_said(
    filled: Path,
    service: GalleryService,
    published: Callable[[], GallerySnapshot],
    make_sample: MakeSample,
) -> None:
    filled.unlink()
    snapshot = published()
    assert names(snapshot) == []
    assert "is no longer there and nobody is known" in snapshot.trouble
    assert isinstance(service.enrol("Bob", [make_sample(4)]).exception(SOON), GalleryError)
    assert not filled.exists()


def test_nothing_is_written_into_a_gallery_that_was_just_taken_away(
    filled: Path, service: GalleryService, make_sample: MakeSample
) -> None:
    filled.rename(filled.with_name("moved.sqlite"))
    refused = service.enrol("Bob", [make_sample(4)]).exception(SOON)
    assert isinstance(refused, GalleryError)
    with GalleryStore(filled.with_name("moved.sqlite")) as store:
        assert [person.name for person in store.people()] == ["Ada", "Zoë"]


def test_another_gallery_put_in_the_place_of_the_first_is_used(
    filled: Path,
    service: GalleryService,
    published: Callable[[], GallerySnapshot],
    make_sample: MakeSample,
) -> None:
    other = filled.with_name("other.sqlite")
    with GalleryStore(other) as store:
        store.enrol("Bob", [make_sample(4)])
    other.replace(filled)
    snapshot = published()
    assert (names(snapshot), snapshot.trouble) == (["Bob"], "")
    assert service.enrol("Bob", [make_sample(5)]).result(SOON).samples == 2


def test_a_gallery_that_is_put_back_is_used_again(
    filled: Path, published: Callable[[], GallerySnapshot]
) -> None:
    away = filled.rename(filled.with_name("away.sqlite"))
    assert names(published()) == []
    away.rename(filled)
    assert names(published()) == ["Ada", "Zoë"]


def test_a_damaged_file_put_in_its_place_knows_nobody_and_that_is_said(
    filled: Path, published: Callable[[], GallerySnapshot]
) -> None:
    other = filled.with_name("other.sqlite")
    other.write_text("This is not a gallery.\n" * 100)
    other.replace(filled)
    snapshot = published()
    assert names(snapshot) == []
    assert "is damaged or is not a gallery" in snapshot.trouble


def test_a_gallery_that_could_not_be_opened_is_opened_when_it_has_been_repaired(
    filled: Path,
) -> None:
    sound = filled.with_name("sound.sqlite")
    shutil.copy(filled, sound)
    change(filled, "CREATE TABLE others (id INTEGER)")
    snapshots: Queue[GallerySnapshot] = Queue()
    service = GalleryService(filled, MODEL, wait=False)
    service.subscribe(snapshots.put)
    with pytest.raises(GalleryError, match="not Facecam's"):
        service.wait_until_open()
    sound.replace(filled)
    while names(snapshot := snapshots.get(timeout=SOON)) != ["Ada", "Zoë"]:
        pass
    assert snapshot.trouble == ""
    service.wait_until_open()
    assert [person.name for person in service.people().result(SOON)] == ["Ada", "Zoë"]
    assert service.close(SOON)


def test_damage_that_comes_while_the_gallery_is_open_is_said(
    filled: Path, published: Callable[[], GallerySnapshot]
) -> None:
    change(filled, "UPDATE samples SET quality = 0.5 WHERE id = 3")
    snapshot = published()
    assert names(snapshot) == ["Ada"]
    assert snapshot.trouble.startswith("1 of 3 samples in the gallery")


def test_damage_of_crops_is_said_when_they_are_read(
    filled: Path, service: GalleryService, published: Callable[[], GallerySnapshot]
) -> None:
    change(filled, "UPDATE samples SET crop = x'00' WHERE id = 3")
    assert published().trouble == ""
    ada, zoe = service.people().result(SOON)
    assert (zoe.thumbnail, ada.thumbnail is None) == (None, False)
    assert published().trouble.startswith("1 of 3 samples in the gallery")


def test_what_was_put_right_at_opening_is_said_once(filled: Path, make_sample: MakeSample) -> None:
    filled.chmod(0o644)
    service = GalleryService(filled, MODEL)
    assert "could read the gallery" in service.snapshot.trouble
    service.enrol("Bob", [make_sample(4)]).result(SOON)
    assert service.snapshot.trouble == ""
    assert service.close(SOON)


def test_a_bug_while_looking_is_in_the_log_and_looking_goes_on(
    filled: Path,
    service: GalleryService,
    published: Callable[[], GallerySnapshot],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    was_changed = GalleryStore.was_changed
    failed: Queue[None] = Queue()

    def fail_once(store: GalleryStore) -> bool:
        if failed.empty():
            failed.put(None)
            raise ZeroDivisionError
        return was_changed(store)

    monkeypatch.setattr(GalleryStore, "was_changed", fail_once)
    change(filled, "DELETE FROM samples WHERE id = 3")
    assert names(published()) == ["Ada"]
    assert "Looking whether the gallery has changed failed" in caplog.text


def test_a_gallery_in_use_is_looked_at_again(
    filled: Path, published: Callable[[], GallerySnapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = GalleryStore.snapshot
    refused: Queue[None] = Queue()

    def busy_once(store: GalleryStore, model_id: str) -> GallerySnapshot:
        if refused.empty():
            refused.put(None)
            raise BusyGalleryError("in use")
        return snapshot(store, model_id)

    monkeypatch.setattr(GalleryStore, "snapshot", busy_once)
    change(filled, "DELETE FROM samples WHERE id = 3")
    assert names(published()) == ["Ada"]
    assert refused.qsize() == 1
