import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facecam.errors import GalleryError, UsageError
from facecam.gallery import GalleryService, store
from facecam.gallery.database import Database
from facecam.types import FaceSample, GallerySnapshot

from .conftest import MODEL, MakeSample

SOON = 10.0  # seconds; a limit for waiting, never a delay


@pytest.fixture
def service(path: Path) -> Iterator[GalleryService]:
    service = GalleryService(path, MODEL)
    yield service
    service.close(SOON)


def test_the_first_snapshot_is_there_at_once(filled: Path) -> None:
    service = GalleryService(filled, MODEL)
    assert sorted(service.snapshot.names.values()) == ["Ada", "Zoë"]
    assert service.close(SOON)


def test_a_gallery_that_cannot_be_opened_is_said_to_whoever_asked_for_it(path: Path) -> None:
    path.write_text("This is not a gallery.")
    threads = threading.enumerate()
    with pytest.raises(GalleryError, match="damaged"):
        GalleryService(path, MODEL)
    assert threading.enumerate() == threads


def test_opening_may_go_on_behind_the_requests(filled: Path) -> None:
    service = GalleryService(filled, MODEL, wait=False)
    assert [person.name for person in service.people().result(SOON)] == ["Ada", "Zoë"]
    assert sorted(service.snapshot.names.values()) == ["Ada", "Zoë"]
    assert service.close(SOON)


def test_until_it_is_open_a_gallery_knows_nobody(path: Path) -> None:
    service = GalleryService(path, MODEL, wait=False)
    assert service.snapshot.names == {}
    assert service.close(SOON)


def test_an_opening_that_fails_is_said_to_whoever_waits_or_asks(path: Path) -> None:
    path.write_text("This is not a gallery.")
    service = GalleryService(path, MODEL, wait=False)
    with pytest.raises(GalleryError, match="damaged"):
        service.wait_until_open()
    with pytest.raises(GalleryError, match="damaged"):
        service.people().result(SOON)
    assert "damaged" in service.snapshot.trouble
    assert service.snapshot.names == {}
    assert service.close(SOON)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_that_a_gallery_cannot_be_changed_is_said_when_it_is_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    store.GalleryStore(path).close()
    barred = path if what == "file" else path.parent
    allowed = os.access  # files cannot be barred from root, who may run this
    monkeypatch.setattr(os, "access", lambda at, mode: Path(at) != barred and allowed(at, mode))
    service = GalleryService(path, MODEL)
    assert "is read-only" in service.snapshot.trouble
    assert service.close(SOON)


def test_a_change_is_in_the_snapshot_before_its_future_resolves(
    service: GalleryService, make_sample: MakeSample
) -> None:
    ada = service.enrol("Ada", [make_sample()]).result(SOON)
    assert service.snapshot.names == {ada.id: "Ada"}
    service.rename(ada.id, "Eve").result(SOON)
    assert service.snapshot.names == {ada.id: "Eve"}
    assert [person.name for person in service.people().result(SOON)] == ["Eve"]
    service.delete(ada.id).result(SOON)
    assert service.snapshot.names == {}


def test_a_snapshot_that_was_taken_does_not_change(
    service: GalleryService, make_sample: MakeSample
) -> None:
    before = service.snapshot
    service.enrol("Ada", [make_sample()]).result(SOON)
    assert before.names == {}
    assert len(before.person_ids) == 0


def test_subscribers_hear_of_each_change_before_its_future_resolves(
    service: GalleryService, make_sample: MakeSample
) -> None:
    heard: list[tuple[GallerySnapshot, threading.Thread]] = []
    service.subscribe(lambda snapshot: heard.append((snapshot, threading.current_thread())))
    service.enrol("Ada", [make_sample()]).result(SOON)
    service.people().result(SOON)
    ((snapshot, thread),) = heard
    assert snapshot is service.snapshot
    assert thread is not threading.current_thread()


def test_a_subscriber_that_comes_early_hears_of_the_gallery_as_it_is_opened(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[GallerySnapshot] = []
    may_open = threading.Event()

    def open_when_allowed(path: Path, busy_timeout_s: float) -> Database:
        assert may_open.wait(SOON)
        return Database(path, busy_timeout_s)

    monkeypatch.setattr(store, "Database", open_when_allowed)
    service = GalleryService(filled, MODEL, wait=False)
    service.subscribe(heard.append)
    may_open.set()
    service.wait_until_open()
    assert [sorted(snapshot.names.values()) for snapshot in heard] == [["Ada", "Zoë"]]
    assert service.close(SOON)


def test_whoever_has_unsubscribed_hears_no_more_and_the_others_do(
    service: GalleryService, make_sample: MakeSample
) -> None:
    heard: list[str] = []

    def hear(_: GallerySnapshot) -> None:
        heard.append("same")

    first, _second = service.subscribe(hear), service.subscribe(hear)
    service.enrol("Ada", [make_sample()]).result(SOON)
    first()
    first()
    service.enrol("Ada", [make_sample()]).result(SOON)
    assert len(heard) == 2 + 1


def test_requests_are_answered_in_their_order(
    service: GalleryService, make_sample: MakeSample
) -> None:
    futures = [service.enrol("Ada", [make_sample(seed)]) for seed in range(5)]
    assert [future.result(SOON).samples for future in futures] == [1, 2, 3, 4, 5]


def test_a_mistake_of_the_user_arrives_in_the_future(
    service: GalleryService, make_sample: MakeSample
) -> None:
    assert isinstance(service.enrol(" ", [make_sample()]).exception(SOON), UsageError)
    assert isinstance(service.delete(99).exception(SOON), GalleryError)


def test_a_bug_arrives_in_the_future_and_the_thread_goes_on(
    service: GalleryService, make_sample: MakeSample
) -> None:
    good = make_sample()
    broken = FaceSample(good.crop[:, :, 0], good.embedding, MODEL, 0.9)
    assert isinstance(service.enrol("Ada", [broken]).exception(SOON), ValueError)
    assert service.enrol("Ada", [good]).result(SOON).samples == 1


def test_closing_finishes_what_was_asked_and_ends_the_thread(
    filled: Path, make_sample: MakeSample
) -> None:
    threads = threading.enumerate()
    service = GalleryService(filled, MODEL)
    asked = service.enrol("Bob", [make_sample()])
    assert service.close(SOON)
    assert asked.result(0).name == "Bob"
    assert threading.enumerate() == threads


def test_a_closed_service_refuses_requests_and_may_be_closed_again(
    service: GalleryService, make_sample: MakeSample
) -> None:
    assert service.close(SOON)
    assert service.close(SOON)
    for refused in (service.people(), service.enrol("Ada", [make_sample()]), service.delete(1)):
        with pytest.raises(GalleryError, match="The gallery is closed"):
            refused.result(0)


def test_closing_does_not_wait_longer_than_it_may(
    service: GalleryService, make_sample: MakeSample, caplog: pytest.LogCaptureFixture
) -> None:
    release = threading.Event()

    def hold(_: GallerySnapshot) -> None:
        release.wait(SOON)

    service.subscribe(hold)
    slow = service.enrol("Ada", [make_sample()])
    assert not service.close(timeout=0.01)
    assert not service.close(timeout=0.01)
    assert "still busy" in caplog.text
    release.set()
    assert slow.result(SOON).name == "Ada"
    assert service.close(SOON)
