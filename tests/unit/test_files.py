"""Reading files that should be small."""

import os
from pathlib import Path

import pytest

from facecam.files import named_in_unicode, read_at_most


def test_a_file_is_read_up_to_the_size_it_may_have(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_at_most(file, 5) == b"12345"
    with pytest.raises(OSError, match="Larger than 4 bytes"):
        read_at_most(file, 4)


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="Not a regular file"):
        read_at_most(tmp_path / "pipe", 5)
    with pytest.raises(IsADirectoryError):
        read_at_most(tmp_path, 5)
    with pytest.raises(FileNotFoundError):
        read_at_most(tmp_path / "none", 5)


@pytest.mark.parametrize(("mode", "is_private"), [(0o600, True), (0o400, True), (0o640, False)])
def test_a_file_that_others_can_reach_is_not_private(tmp_path, mode, is_private):
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    file.chmod(mode)
    if is_private:
        assert read_at_most(file, 5, private=True) == b"12345"
    else:
        with pytest.raises(PermissionError, match="Others may have changed it"):
            read_at_most(file, 5, private=True)


def test_a_file_and_a_folder_of_any_name_can_be_named_in_unicode(tmp_path):
    folder = tmp_path / os.fsdecode(b"f\xff")
    folder.mkdir()
    (folder / "a").write_text("here")
    with named_in_unicode(folder) as name, named_in_unicode(folder / "a") as inside:
        assert (name + inside).isascii()
        assert Path(name, "a").read_text() == Path(inside).read_text() == "here"
    assert not Path(name, "a").exists()


def test_a_plain_name_is_left_alone(tmp_path):
    with named_in_unicode(tmp_path / "Zoë") as name:
        assert name == f"{tmp_path}/Zoë"
