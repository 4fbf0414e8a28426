from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from facecam import paths
from facecam.gallery import GalleryStore

from .conftest import sample


@pytest.fixture(autouse=True)
def enrolled():
    with GalleryStore(paths.gallery_file()) as store:
        store.enrol("Zoë", [sample(0), sample(1)])
        store.enrol("Ann", [sample(2)])


def damage(statement):
    with closing(sqlite3.connect(paths.gallery_file())) as file, file:
        file.execute(statement)


def test_a_gallery_that_is_whole(facecam):
    outcome = facecam("gallery", "check")
    assert (outcome.code, outcome.out) == (0, "Nothing is damaged: 2 people, 3 samples.\n")
    document = facecam("gallery", "check", "--json").json
    assert document == {
        "schema_version": 1,
        "gallery": str(paths.gallery_file()),
        "whole": True,
        "people": 2,
        "samples": 3,
        "damaged": [],
    }


def test_damage_is_listed_and_the_exit_code_is_1(facecam):
    damage("UPDATE samples SET quality = 0.5 WHERE id = 2")
    damage("UPDATE samples SET crop = x'00' WHERE id = 3")
    damage("UPDATE people SET name = 'Anne' WHERE id = 2")
    outcome = facecam("gallery", "check")
    assert outcome.code == 1
    assert outcome.out.splitlines()[:-1] == [
        "Person 2 (name damaged)",
        "Zoë: sample 2: embedding and crop damaged",
        "Person 2 (name damaged): sample 3: crop damaged",
    ]
    outcome = facecam("gallery", "check", "--json")
    assert outcome.code == 1
    assert outcome.json["whole"] is False
    assert outcome.json["damaged"] == [
        {"person": "Person 2 (name damaged)", "sample": None, "parts": ["name"]},
        {"person": "Zoë", "sample": 2, "parts": ["embedding", "crop"]},
        {"person": "Person 2 (name damaged)", "sample": 3, "parts": ["crop"]},
    ]


def test_a_gallery_that_is_refused_is_a_document_too(facecam):
    damage("CREATE TABLE others (id)")
    outcome = facecam("gallery", "check", "--json")
    assert (outcome.code, outcome.json["whole"]) == (1, False)
    assert "is damaged" in outcome.json["error"]
    assert "is damaged" in outcome.err


@pytest.mark.parametrize("command", ["check", "repair"])
def test_a_gallery_that_is_not_there_is_not_made(facecam, tmp_path, command):
    outcome = facecam("gallery", command, "--gallery", tmp_path / "none.sqlite")
    assert outcome.code == 1
    assert "There is no gallery" in outcome.err
    assert not (tmp_path / "none.sqlite").exists()


def test_repairing_what_is_whole_changes_nothing(facecam):
    before = paths.gallery_file().read_bytes()
    outcome = facecam("gallery", "repair")
    assert (outcome.code, outcome.out) == (0, "Nothing is damaged; nothing was changed.\n")
    assert paths.gallery_file().read_bytes() == before


def test_repair_says_what_it_did_and_where_the_old_file_is(facecam):
    damage("UPDATE people SET name = 'Anne' WHERE id = 2")
    damage("UPDATE samples SET crop = x'00' WHERE id = 1")
    damage("UPDATE samples SET quality = 0.5 WHERE id = 2")
    outcome = facecam("gallery", "repair")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "Person 2 (name damaged): 'facecam people rename' gives a name again",
        "1 sample used on without a picture",
        "1 sample damaged beyond repair and taken out",
        "Repaired: 2 people, 2 samples. The gallery as it was is kept in "
        f"{paths.gallery_file()}.copy-before-repair.",
    ]
    assert facecam("gallery", "check").code == 0


def test_a_damaged_embedding_is_made_again_from_its_picture(facecam, fake_recogniser):
    damage("UPDATE samples SET embedding = zeroblob(2048) WHERE id = 3")
    assert "1 sample to embed again from the picture" in facecam("gallery", "repair").out
    with GalleryStore(paths.gallery_file()) as store:
        assert store.snapshot("fake-net").names == {1: "Zoë", 2: "Ann"}


def test_a_gallery_that_no_command_opens_is_repaired(facecam):
    damage("CREATE TRIGGER keep BEFORE DELETE ON people BEGIN SELECT 1; END")
    assert facecam("people", "list").code == 1
    assert facecam("gallery", "repair").code == 0
    assert facecam("people", "list").out == "Ann  (1 sample)\nZoë  (2 samples)\n"


def test_a_damaged_picture_stops_no_command_and_damage_is_said(facecam):
    damage("UPDATE samples SET crop = x'00'")
    damage("UPDATE people SET name = 'Anne' WHERE id = 2")
    outcome = facecam("people", "list")
    assert (outcome.code, outcome.out) == (
        0,
        "Person 2 (name damaged)  (1 sample)\nZoë  (2 samples)\n",
    )
    assert outcome.err.startswith("facecam: 1 name in the gallery")
    assert facecam("people", "delete", "Zoë", "--yes").code == 0


def test_a_gallery_open_to_others_is_closed_and_that_is_said(facecam):
    paths.gallery_file().chmod(0o644)
    assert "Other users of this computer could read the gallery" in facecam("people", "list").err
    assert facecam("people", "list").err == ""


def test_what_is_damaged_is_said_by_identify(facecam, fake_recogniser, picture_of):
    damage("UPDATE samples SET quality = 0.5 WHERE id = 2")
    outcome = facecam("identify", picture_of(1))
    assert outcome.code == 0
    assert "1 of 3 samples in the gallery" in outcome.err
