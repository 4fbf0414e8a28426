from __future__ import annotations

import os

import pytest

from facecam.collection.collection import collect, list_pictures, people_of, rows_of
from facecam.collection.subject import embed_subjects
from facecam.errors import UsageError


def test_a_folder_without_people_is_refused(tmp_path):
    with pytest.raises(UsageError, match="sub-folder"):
        list_pictures(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        list_pictures(tmp_path / "none")


def test_what_is_no_person_or_no_picture_is_left_out(picture, tmp_path):
    for name in ("Ann/2.png", "Ann/10.png", "@eaDir/1.png", ".hidden/1.png", "flat.png"):
        picture(name, (9, 0, 0))
    (tmp_path / "images" / "Ann" / "notes.txt").write_text("of the journey")
    pictures = [path.name for path in list_pictures(tmp_path / "images")]
    assert pictures == ["10.png", "2.png"]  # in the order of their paths, as figures rest on it


def test_a_person_whose_pictures_may_not_be_read_is_not_left_out(picture, tmp_path, monkeypatch):
    for name in ("Ann/1.png", "Bob/1.png"):
        picture(name, (9, 0, 0))
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("Bob"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UsageError, match="Bob cannot be read"):
        list_pictures(tmp_path / "images")


def test_pictures_without_any_face_are_refused(picture, recogniser):
    pictures = [picture("Ann/1.png", (0, 0, 0))]
    with pytest.raises(UsageError, match="No face"):
        collect(pictures, embed_subjects(pictures, recogniser))


def test_pictures_without_a_face_are_left_out_and_counted(picture, recogniser, tmp_path):
    for name, red in [("Ann/1.png", 0), ("Ann/2.png", 9), ("Bob/1.png", 0), ("Cid/1.png", 9)]:
        picture(name, (red, 0, 0))
    pictures = list_pictures(tmp_path / "images")
    found = collect(pictures, embed_subjects(pictures, recogniser))
    assert found.names == ("Ann", "Bob", "Cid")
    assert found.people.tolist() == [0, 2]
    assert [subject.path.name for subject in found.subjects] == ["2.png", "1.png"]
    assert found.faces_not_found == 2


def test_rows_are_found_by_name(tmp_path):
    names, people = people_of([tmp_path / name / "1.png" for name in ("Bob", "Ann", "Bob")])
    assert rows_of({"Bob", "Zoe"}, names, people).tolist() == [True, False, True]
