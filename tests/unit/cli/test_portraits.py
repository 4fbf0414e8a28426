from __future__ import annotations

import pytest

from facecam.cli.portraits import portraits_in
from facecam.errors import UsageError


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names_in(folder):
    return [(portrait.name, portrait.path.name) for portrait in portraits_in(folder)]


def test_sub_folder_is_named_after_its_person(tmp_path):
    touch(tmp_path, "Zoë Ball/b.jpg", "Zoë Ball/a.PNG", "Al_Gore/x.jpeg")
    assert names_in(tmp_path) == [
        ("Al Gore", "x.jpeg"),
        ("Zoë Ball", "a.PNG"),
        ("Zoë Ball", "b.jpg"),
    ]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Barack_Obama_0001.jpg", "Barack Obama"),
        ("Barack_Obama.jpg", "Barack Obama"),
        ("li-2.png", "li"),
        ("李 12.webp", "李"),
        ("Henry8.jpg", "Henry"),
        ("0001.jpg", "0001"),
    ],
)
def test_flat_file_is_named_after_its_person(tmp_path, file, name):
    touch(tmp_path, file)
    assert names_in(tmp_path) == [(name, file)]


def test_other_files_are_passed_over(tmp_path):
    touch(tmp_path, "Ann_1.jpg", "notes.txt", "Bob/.DS_Store", "Bob/b.jpg")
    assert names_in(tmp_path) == [("Ann", "Ann_1.jpg"), ("Bob", "b.jpg")]


def test_folder_without_pictures_is_refused(tmp_path):
    touch(tmp_path, "notes.txt")
    with pytest.raises(UsageError, match="no pictures"):
        portraits_in(tmp_path)


def test_a_file_is_not_a_folder(tmp_path):
    touch(tmp_path, "a.jpg")
    with pytest.raises(UsageError, match="not a folder"):
        portraits_in(tmp_path / "a.jpg")
