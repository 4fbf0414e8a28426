import os
import stat
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from facecam.errors import SettingsError
from facecam.settings import Settings, load, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load(path) == Settings()
    assert not path.exists()


def test_saved_settings_are_loaded_again(path: Path) -> None:
    settings = Settings(source="rtsp://cam/é", mirror=False, min_face_px=60, one_stranger_in=10000)
    save(settings, path)
    assert load(path) == settings


@given(min_face_px=st.integers(20, 400), one_stranger_in=st.sampled_from([100, 1000, 10000]))
def test_every_value_within_its_range_survives_json(
    min_face_px: int, one_stranger_in: Literal[100, 1000, 10000]
) -> None:
    settings = Settings(min_face_px=min_face_px, one_stranger_in=one_stranger_in)
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


def test_saved_settings_are_for_their_owner_only(path: Path) -> None:
    save(Settings(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_replaces_the_file_and_leaves_no_other(path: Path) -> None:
    save(Settings(min_face_px=50), path)
    save(Settings(min_face_px=70), path)
    assert load(path).min_face_px == 70
    assert list(path.parent.iterdir()) == [path]


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().min_face_px = 50


@pytest.mark.parametrize("other", ['"from_the_future": true', '"limit": 0.6'])
def test_a_file_of_a_newer_or_an_older_program_is_read(path: Path, other: str) -> None:
    path.parent.mkdir()
    path.write_text(f'{{"min_face_px": 70, {other}}}')
    assert load(path) == Settings(min_face_px=70)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b'{"one_stranger_in": 5}', "one_stranger_in: Input should be 100, 1000 or 10000"),
        (b'{"min_face_px": NaN}', "min_face_px"),
        (b'{"min_face_px": 3}', "min_face_px"),
        (b'{"mirror": "perhaps"}', "mirror"),
        (b"{", "the file: Invalid JSON"),
        (b"[]", "the file"),
        (b"\xff\xfe", "the file"),
    ],
)
def test_a_mistake_is_named_and_the_file_left_as_it_is(
    path: Path, content: bytes, where: str
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"settings.json has a mistake at {where}"):
        load(path)
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(tmp_path)
    pipe, large = tmp_path / "pipe", tmp_path / "large"
    os.mkfifo(pipe)
    with pytest.raises(SettingsError, match="cannot be read: Not a regular file"):
        load(pipe)
    with large.open("wb") as sparse:
        sparse.truncate(10 * 2**30)
    with pytest.raises(SettingsError, match="cannot be read: Larger than 1,048,576 bytes"):
        load(large)


def test_a_place_that_cannot_be_written_is_said_so_and_nothing_is_left_behind(
    tmp_path: Path,
) -> None:
    taken = tmp_path / "settings.json"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(SettingsError, match="cannot be written"):
        save(Settings(), taken)
    assert list(tmp_path.iterdir()) == [taken]
