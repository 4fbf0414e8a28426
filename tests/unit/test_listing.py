"""A folder's pictures in natural order, and a reason for everything else in it."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.listing import PassedOver, list_pictures, natural


def picture() -> bytes:
    content = BytesIO()
    PIL.Image.new("RGB", (4, 4)).save(content, "PNG")
    return content.getvalue()


def put(folder: Path, *names: str, content: bytes = b"") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def listed(folder: Path, depth: int = 1) -> list[str]:
    return [str(path.relative_to(folder)) for path in list_pictures(folder, depth=depth).pictures]


def passed_over(folder: Path, depth: int = 1) -> dict[str, PassedOver]:
    found = list_pictures(folder, depth=depth).passed_over
    return {str(path.relative_to(folder)): reason for path, reason in found}


def test_two_comes_before_ten_and_case_does_not_count(tmp_path):
    put(tmp_path, "b10.jpg", "B2.jpg", "a.jpg", "b2 (2).jpg", "C/2.jpg", "C/10.jpg", "c.jpg")
    assert listed(tmp_path) == [
        *("a.jpg", "b2 (2).jpg", "B2.jpg", "b10.jpg", "c.jpg"),
        *("C/2.jpg", "C/10.jpg"),
    ]


@given(st.sets(st.text(st.sampled_from("aAé19٣²-") | st.characters())), st.data())
def test_any_names_can_be_sorted_and_in_one_way_only(names, data):
    shuffled = data.draw(st.permutations(sorted(names)))
    assert sorted(shuffled, key=natural) == sorted(names, key=natural)


def test_a_picture_is_one_by_name_or_by_content(tmp_path):
    put(tmp_path, "no suffix", "wrong.txt", content=picture())
    put(tmp_path, "damaged.HEIC", "notes.txt", "film.mp4", "empty", content=b"Dear diary")
    assert listed(tmp_path) == ["damaged.HEIC", "no suffix", "wrong.txt"]
    assert passed_over(tmp_path) == dict.fromkeys(
        ["empty", "film.mp4", "notes.txt"], PassedOver.FORMAT
    )


@pytest.mark.parametrize(
    "name",
    [
        *("$RECYCLE.BIN", "#recycle", "@eaDir", "__MACOSX", "lost+found"),
        *("System Volume Information", "Thumbs.db", "desktop.ini", "Icon\r"),
    ],
)
def test_what_a_system_left_behind_is_passed_over(tmp_path, name):
    put(tmp_path, name, content=picture())
    put(tmp_path, f"folder/{name}/a.jpg")
    reasons = {name: PassedOver.LEFT_BEHIND, f"folder/{name}": PassedOver.LEFT_BEHIND}
    assert passed_over(tmp_path, depth=3) == reasons
    assert listed(tmp_path, depth=3) == []


def test_what_is_hidden_is_passed_over(tmp_path):
    hidden = [".a.jpg", "._b.jpg", ".DS_Store", ".thumbnails", ".Trash-1000"]
    put(tmp_path, *hidden[:3])
    put(tmp_path, ".thumbnails/a.jpg", ".Trash-1000/files/a.jpg")
    assert passed_over(tmp_path) == dict.fromkeys(hidden, PassedOver.HIDDEN)


def test_folders_are_looked_into_as_deep_as_was_asked(tmp_path):
    put(tmp_path, "1/a.jpg", "1/2/b.jpg", "1/2/3/c.jpg")
    for depth, found, deeper in [(0, 0, "1"), (1, 1, "1/2"), (2, 2, "1/2/3")]:
        assert len(listed(tmp_path, depth)) == found
        assert passed_over(tmp_path, depth) == {deeper: PassedOver.DEEPER}
    assert passed_over(tmp_path, 3) == {}


def test_links_that_lead_round_in_a_circle_end(tmp_path):
    put(tmp_path, "Zoë/a.jpg")
    (tmp_path / "Zoë" / "up").symlink_to(tmp_path)
    (tmp_path / "Ann").symlink_to(tmp_path / "Zoë")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nothing")
    assert listed(tmp_path, depth=9) == ["Zoë/a.jpg"]
    assert passed_over(tmp_path, depth=9) == {
        "Zoë/up": PassedOver.SEEN,
        "Ann": PassedOver.SEEN,
        "self": PassedOver.NO_FILE,
        "gone.jpg": PassedOver.NO_FILE,
    }


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    os.mkfifo(tmp_path / "pipe")
    assert set(passed_over(tmp_path).values()) == {PassedOver.NO_FILE}


def test_a_folder_that_may_not_be_read_does_not_stop_the_others(tmp_path, monkeypatch):
    put(tmp_path, "Ann/a.jpg", "Bob/b.jpg", "Cid/c.jpg")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "Bob":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert listed(tmp_path) == ["Ann/a.jpg", "Cid/c.jpg"]
    assert passed_over(tmp_path) == {"Bob": PassedOver.UNREADABLE}


def test_names_that_are_not_utf_8_are_listed(tmp_path):
    put(tmp_path, os.fsdecode(b"Zo\xe9/caf\xe9.jpg"))
    assert listed(tmp_path) == [os.fsdecode(b"Zo\xe9/caf\xe9.jpg")]


def test_the_folder_itself_must_be_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        list_pictures(tmp_path / "gone", depth=1)
