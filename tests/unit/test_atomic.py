from __future__ import annotations

import stat

import pytest

from facecam.atomic import replace_file


def test_the_folder_is_made_and_the_file_is_its_owners_only(tmp_path):
    file = tmp_path / "new" / "file"
    replace_file(file, b"one")
    assert file.read_bytes() == b"one"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


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
