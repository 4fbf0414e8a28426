"""Hashing once what nobody changes."""

import os
import shutil

import pytest

from facecam import paths
from facecam.errors import WeightsError
from facecam.weights import hashes
from facecam.weights.hashes import file_sha256, remembered_sha256


@pytest.fixture
def hashed(monkeypatch):
    """What is hashed from now on, in order."""
    done = []

    def note(path):
        done.append(path.name)
        return file_sha256(path)

    monkeypatch.setattr(hashes, "file_sha256", note)
    return done


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "facenet.tflite"
    path.write_bytes(b"the right weights")
    return path


def test_a_file_is_hashed_once_however_often_it_is_opened(file, hashed):
    first = remembered_sha256(file)
    assert [remembered_sha256(file) for _ in range(3)] == [first] * 3 == [file_sha256(file)] * 3
    assert hashed == ["facenet.tflite"]


def test_each_file_is_remembered_beside_the_others(file, hashed, tmp_path):
    other = tmp_path / "pnet.tflite"
    other.write_bytes(b"other weights")
    for path in (file, other, file, other):
        assert remembered_sha256(path) == file_sha256(path)
    assert hashed == ["facenet.tflite", "pnet.tflite"]


def test_a_file_is_the_same_by_whatever_name_it_is_reached(file, hashed, tmp_path):
    link = tmp_path / "link.tflite"
    link.symlink_to(file)
    assert remembered_sha256(link) == remembered_sha256(file)
    assert len(hashed) == 1


def garble(path):
    """Change a file, and let it look as if nobody had."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace(path):
    """Put another file of the same size and age in the place of this one."""
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.write_bytes(path.read_bytes()[::-1])
    shutil.copystat(path, other)
    other.replace(path)


@pytest.mark.parametrize("change", [garble, replace])
def test_a_file_that_was_changed_is_hashed_again_however_it_looks(file, hashed, change):
    first = remembered_sha256(file)
    change(file)
    assert remembered_sha256(file) == file_sha256(file) != first
    assert len(hashed) == 2


def test_a_file_that_changes_while_it_is_hashed_is_not_remembered(file, monkeypatch):
    def hash_and_change(path):
        sha256 = file_sha256(path)
        path.write_bytes(b"other weights")
        return sha256

    monkeypatch.setattr(hashes, "file_sha256", hash_and_change)
    remembered_sha256(file)
    monkeypatch.undo()
    assert remembered_sha256(file) == file_sha256(file)


def test_only_the_user_can_read_what_is_remembered(file):
    before = os.umask(0)
    try:
        remembered_sha256(file)
    finally:
        os.umask(before)
    memory = paths.hashes_file()
    assert memory.stat().st_mode & 0o777 == 0o600
    assert memory.parent.stat().st_mode & 0o777 == 0o700


def forge(file, sha256="00" * 32):
    """Write into the memory that a file has another hash."""
    memory = paths.hashes_file()
    memory.write_text(memory.read_text().replace(file_sha256(file), sha256))


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o644])
def test_what_others_may_have_written_is_not_believed(file, hashed, mode):
    remembered_sha256(file)
    forge(file)
    paths.hashes_file().chmod(mode)
    assert remembered_sha256(file) == file_sha256(file)
    assert len(hashed) == 2
    assert paths.hashes_file().stat().st_mode & 0o777 == 0o600


DAMAGED = [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"files": {}}x', b"[" * 5000, b" " * 2_000_000]


@pytest.mark.parametrize("content", DAMAGED)
def test_what_is_damaged_is_not_believed_and_made_anew(file, hashed, content):
    remembered_sha256(file)
    paths.hashes_file().write_bytes(content)
    assert remembered_sha256(file) == file_sha256(file)
    assert remembered_sha256(file) == file_sha256(file)
    assert len(hashed) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"schema_version": 1', '"schema_version": 2'),
        ('"sha256": "', '"sha256": 7, "was": "'),
        ('"stamp"', '"stomp"'),
        ('"stamp": [', '"stamp": [1.5, '),
    ],
)
def test_what_has_another_form_is_not_believed(file, hashed, old, new):
    remembered_sha256(file)
    memory = paths.hashes_file()
    changed = memory.read_text().replace(old, new)
    assert changed != memory.read_text()
    memory.write_text(changed)
    assert remembered_sha256(file) == file_sha256(file)
    assert len(hashed) == 2


def test_where_nothing_can_be_remembered_files_are_hashed_each_time(file, hashed):
    paths.hashes_file().parent.parent.mkdir(parents=True, exist_ok=True)
    paths.hashes_file().parent.write_text("a file in the way of the folder")
    assert [remembered_sha256(file) for _ in range(2)] == [file_sha256(file)] * 2
    assert len(hashed) == 2


def test_what_was_hashed_last_is_remembered_and_what_lies_far_back_is_forgotten(
    tmp_path, hashed, monkeypatch
):
    monkeypatch.setattr(hashes, "MOST_FILES", 3)
    first, *others = [tmp_path / f"{number}.tflite" for number in range(4)]
    for path in (first, *others):
        path.write_bytes(b"weights")
        remembered_sha256(path)
    for path in others:
        remembered_sha256(path)
    assert len(hashed) == 4
    remembered_sha256(first)
    assert len(hashed) == 5


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(WeightsError, match=r"none\.tflite cannot be read: No such file"):
        remembered_sha256(tmp_path / "none.tflite")
