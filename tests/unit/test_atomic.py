from __future__ import annotations

import os
import stat
from errno import EROFS
from pathlib import Path

import pytest

from facecam.atomic import create_file, make_folder, replace_file, tighten


@pytest.fixture
def generous():
    """Let everybody read, write and do everything with what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("generous")
def test_whatever_the_umask_file_and_folder_are_their_owners_only(tmp_path):
    file = tmp_path / "new" / "file"
    make_folder(file.parent)
    replace_file(file, b"one")
    assert file.read_bytes() == b"one"
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)
    file.chmod(0o644)
    replace_file(file, b"")
    assert mode(file) == 0o600


@pytest.mark.usefixtures("generous")
def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    folder = tmp_path / "of the user's"
    folder.mkdir(0o755)
    make_folder(folder)
    assert mode(folder) == 0o755


def test_what_others_could_do_is_taken_from_them(tmp_path):
    file = tmp_path / "file"
    file.touch()
    file.chmod(0o654)
    assert tighten(file)
    assert mode(file) == 0o600
    assert not tighten(file)


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    file, link = tmp_path / "file", tmp_path / "link"
    link.symlink_to(file)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_what_is_no_file_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a file"):
        replace_file(pipe, b"")
    assert pipe.is_fifo()


def test_a_file_is_replaced_and_no_other_is_left_beside_it(tmp_path):
    file = tmp_path / "file"
    for content in (b"a long one", b"two"):
        replace_file(file, content)
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_there_outlives_a_failure(tmp_path, monkeypatch):
    file = tmp_path / "file"
    replace_file(file, b"old")

    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_whose_disk_cannot_be_written_stays_as_it_is(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.touch()

    def refuse(_self, _mode):
        raise OSError(EROFS, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.chmod", refuse)
    assert not tighten(file)


@pytest.mark.parametrize(
    ("write", "named"), [(replace_file, "replace"), (create_file, "hardlink_to")]
)
def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_folder_after(
    tmp_path, monkeypatch, write, named
):
    done = []
    sync, name = os.fsync, getattr(Path, named)

    def noted_sync(handle):
        what = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        done.append(f"{what} synced")
        sync(handle)

    def noted_name(path, other):
        done.append("named")
        name(path, other)

    monkeypatch.setattr("os.fsync", noted_sync)
    monkeypatch.setattr(f"pathlib.Path.{named}", noted_name)
    write(tmp_path / "file", b"content")
    assert done == ["file synced", "named", "folder synced"]


def test_a_file_is_made_where_there_is_none_for_its_owner_only(tmp_path):
    file = tmp_path / "file"
    create_file(file, b"content")
    assert file.read_bytes() == b"content"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_is_there_is_not_made_anew(tmp_path, monkeypatch, links):
    def no_links(_path, _target):
        raise OSError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr("pathlib.Path.hardlink_to", no_links)
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(FileExistsError):
        create_file(file, b"content")
    assert file.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [file]
