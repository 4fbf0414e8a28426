from __future__ import annotations

import io

import pytest

from facecam import paths
from facecam.gallery import GalleryStore

from .conftest import sample


@pytest.fixture(autouse=True)
def enrolled():
    with GalleryStore(paths.gallery_file()) as store:
        store.enrol("Zoë", [sample(0), sample(1)])
        store.enrol("Ann", [sample(2)])


def names():
    with GalleryStore(paths.gallery_file()) as store:
        return [person.name for person in store.people()]


def test_list(facecam):
    assert facecam("people", "list").out == "Ann  (1 sample)\nZoë  (2 samples)\n"
    rows = facecam("people", "list", "--json").json["people"]
    assert [(row["name"], row["samples"]) for row in rows] == [("Ann", 1), ("Zoë", 2)]


def test_list_of_an_empty_gallery_says_how_to_fill_it(facecam, tmp_path):
    outcome = facecam("people", "list", "--gallery", tmp_path / "empty.sqlite")
    assert (outcome.code, outcome.out) == (0, "")
    assert "facecam enrol" in outcome.err


def test_rename(facecam):
    assert facecam("people", "rename", "zoë", "Zoë Ball").out == "Zoë is now Zoë Ball.\n"
    assert names() == ["Ann", "Zoë Ball"]


def test_rename_to_a_taken_name_changes_nothing(facecam):
    assert facecam("people", "rename", "Zoë", "ann").code == 1
    assert names() == ["Ann", "Zoë"]


def test_delete_without_asking(facecam):
    assert facecam("people", "delete", "Ann", "--yes").out == "Ann was deleted.\n"
    assert names() == ["Zoë"]


def test_delete_names_the_copies_that_still_hold_whoever_was_deleted(facecam):
    copy = paths.gallery_file().with_name("gallery.sqlite.copy-before-repair")
    copy.write_bytes(paths.gallery_file().read_bytes())
    outcome = facecam("people", "delete", "Ann", "--yes")
    assert str(copy) in outcome.err
    copy.unlink()
    assert facecam("people", "delete", "Zoë", "--yes").err == ""


@pytest.mark.parametrize(
    ("answer", "left"), [("y\n", ["Zoë"]), ("n\n", ["Ann", "Zoë"]), ("", ["Ann", "Zoë"])]
)
def test_delete_asks(facecam, monkeypatch, answer, left):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    outcome = facecam("people", "delete", "Ann")
    assert "Delete this person and 1 sample?" in outcome.err
    assert outcome.code == (0 if len(left) == 1 else 1)
    assert names() == left


@pytest.mark.parametrize("words", [["rename", "Bob", "Rob"], ["delete", "Bob", "--yes"]])
def test_unknown_name_is_wrong_use(facecam, words):
    outcome = facecam("people", *words)
    assert outcome.code == 2
    assert "Nobody of that name" in outcome.err
