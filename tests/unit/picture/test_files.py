"""Looking at a path gives a picture or a sentence: of pipes, devices, links and bad names too."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from facecam.errors import PictureError
from facecam.picture import MOST_BYTES, files, load_picture

from .conftest import encoded, smooth


@pytest.fixture
def writers() -> Iterator[ExitStack]:
    """End whoever writes into a pipe, and close it, when the test is over."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def pipe_of(writers: ExitStack) -> Callable[..., Path]:
    """Make a pipe into which a thread writes, as a shell's ``<(cat x)`` is."""

    def make(content: bytes, *, ends: bool = True) -> Path:
        reading, writing = os.pipe()
        writers.callback(os.close, reading)
        pipe = writers.enter_context(os.fdopen(writing, "wb"))

        def write() -> None:
            pipe.write(content)
            (pipe.close if ends else pipe.flush)()

        start(writers, write)
        return Path(f"/dev/fd/{reading}")

    return make


def start(writers: ExitStack, write: Callable[[], object]) -> None:
    thread = threading.Thread(target=write)
    thread.start()
    writers.callback(thread.join)


def test_a_picture_is_read_from_a_pipe(pipe_of):
    content = encoded("PNG", smooth(400, 300))
    assert len(content) > 65536  # more than a pipe holds at once
    assert np.array_equal(load_picture(pipe_of(content)), smooth(400, 300))


def test_a_named_pipe_is_read_when_somebody_writes(tmp_path, writers):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    start(writers, lambda: path.write_bytes(encoded("PNG")))
    assert np.array_equal(load_picture(path), smooth())


def test_a_pipe_that_gives_nothing_is_not_waited_for(tmp_path, pipe_of, monkeypatch):
    monkeypatch.setattr(files, "PIPE_SILENCE_S", 0.01)
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(PictureError, match="gave nothing"):
        load_picture(path)
    with pytest.raises(PictureError, match="gave nothing"):
        load_picture(pipe_of(b"", ends=False))


def test_of_a_pipe_without_end_no_more_is_read_than_a_picture_may_have(pipe_of, monkeypatch):
    with pytest.raises(PictureError, match="is not a picture"):
        load_picture(pipe_of(b"yes\n" * 100, ends=False))
    monkeypatch.setattr(files, "MOST_BYTES", 5000)
    with pytest.raises(PictureError, match="is too large"):
        load_picture(pipe_of(encoded("PNG") * 2, ends=False))


def test_a_file_larger_than_a_picture_may_be_is_not_read(tmp_path):
    path = tmp_path / "huge.png"
    path.write_bytes(encoded("PNG"))
    os.truncate(path, MOST_BYTES + 1)
    with pytest.raises(PictureError, match=r"huge\.png is too large"):
        load_picture(path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a" * 300 + ".jpg", "has a name that is too long"),
        ("a" * 5000, "has a name that is too long"),
        ("loop/a.jpg", "is a link that leads round in a circle"),
        ("file/a.jpg", "does not exist"),
        ("a\0b.jpg", r"a\\x00b\.jpg does not exist"),
        (os.fsdecode(b"caf\xe9.jpg"), r"caf\\xe9\.jpg does not exist"),
        ("empty.jpg", "is empty"),
        ("folder", "is a folder, not a picture"),
        ("/dev/null", "is a device, not a picture"),
        ("/dev/zero", "is a device, not a picture"),
    ],
)
def test_what_is_no_file_is_a_sentence(tmp_path, name, sentence):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(PictureError, match=sentence):
        load_picture(tmp_path / name)


@pytest.mark.parametrize("act", ["stat", "open"])
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "may not be read by you"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
    ],
)
def test_what_may_not_or_cannot_be_read_is_a_sentence(file_of, monkeypatch, act, error, sentence):
    path = file_of(encoded("PNG"), "closed.png")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, act, refuse)
    with pytest.raises(PictureError, match=f"closed.png {sentence}"):
        load_picture(path)


def test_a_picture_whose_name_is_not_utf_8_is_a_picture(file_of):
    assert load_picture(file_of(encoded("PNG"), os.fsdecode(b"caf\xe9.png"))).shape == (80, 96, 3)
