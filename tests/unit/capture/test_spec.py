"""From what the user wrote to a source."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from facecam.capture import is_camera, open_source
from facecam.capture.camera import Camera
from facecam.capture.demo import Demo
from facecam.capture.folder import PictureFolder
from facecam.capture.still import StillPicture
from facecam.capture.stream import Stream
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("0", Camera),
        (" 3 ", Camera),
        ("/dev/video2", Camera),
        ("/dev/v4l/by-id/usb-webcam", Camera),
        ("demo", Demo),
        ("rtsp://host/path", Stream),
        ("HTTP://host/video", Stream),
    ],
)
def test_a_source_is_told_from_how_it_is_written(spec: str, kind: type) -> None:
    assert isinstance(open_source(spec), kind)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(25)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("clip.mp4", b"", VideoFile),
        ("clip.jpg", b"\0\0\0\x18ftypmp42" + bytes(50), VideoFile),
        ("face.mp4", b"\xff\xd8\xff\xe0" + bytes(50), StillPicture),
        ("face", PNG + b"\0\0\0\x08IDAT" + bytes(50), StillPicture),
        ("moving.png", PNG + b"\0\0\0\x08acTL" + bytes(50), VideoFile),
        ("face.heic", b"\0\0\0\x18ftypheic" + bytes(50), StillPicture),
        ("moving.avif", b"\0\0\0\x18ftypavis" + bytes(50), VideoFile),
        ("moving.gif", b"GIF89a" + bytes(50), VideoFile),
    ],
)
def test_a_video_and_a_picture_are_told_apart_by_their_content(
    name: str, content: bytes, kind: type, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert isinstance(open_source(str(tmp_path / name)), kind)


def test_a_folder_is_one_of_pictures(tmp_path: Path) -> None:
    assert isinstance(open_source(str(tmp_path)), PictureFolder)


def test_a_pipe_may_carry_a_video(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert isinstance(open_source(str(tmp_path / "pipe")), VideoFile)


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("", "does not exist"),
        ("nowhere.mp4", "'nowhere.mp4' does not exist"),
        ("-1", "'-1' does not exist"),
        ("a\0b", "does not exist"),
        ("/dev/v4l/\0", "does not exist"),
        ("\ud800", "does not exist"),
        ("/dev/null/x", "does not exist"),
        ("9" * 5000, "File name too long"),
        ("x" * 5000, "File name too long"),
        ("/dev/null", "'/dev/null' is neither a video nor a camera"),
        ("ftp://host/x", "ftp://host/x cannot be opened: streams begin"),
        ("file:///etc/passwd", "cannot be opened: streams begin"),
        ("rtsp://", "names no host"),
        ("http://[::1", "not well formed"),
        ("http://host:99999/", "not well formed"),
        ("http://a..b/", "not well formed"),
        ("http://host/\udcff", "not well formed"),
        ("rtsp://h\udcff/", "not well formed"),
    ],
)
def test_what_cannot_be_a_source_is_refused_with_the_reason(spec: str, sentence: str) -> None:
    with pytest.raises(CaptureError) as caught:
        open_source(spec)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 1100


def test_an_address_keeps_its_letters_where_the_system_knows_only_ascii() -> None:
    stream = open_source("http://h\udcc3\udca9/\udcc3\udca9")  # é, byte by byte
    assert stream.name == open_source("http://hé/é").name


def test_a_link_that_leads_round_in_a_circle_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(CaptureError, match="cannot be opened"):
        open_source(str(tmp_path / "a"))


def test_a_folder_that_may_not_be_looked_into_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_path: Path, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(
        CaptureError, match=r"'secret/clip\.mp4' cannot be opened: Permission denied"
    ):
        open_source("secret/clip.mp4")


def test_a_socket_is_no_video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        with pytest.raises(CaptureError, match="neither a video nor a camera"):
            open_source("s")


def test_a_name_with_spaces_around_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4 ").touch()
    assert open_source(f"{tmp_path}/clip.mp4 ").name == "clip.mp4 "
    (tmp_path / "other.mp4").touch()
    assert open_source(f" {tmp_path}/other.mp4 ").name == "other.mp4"


def test_a_file_named_like_a_camera_or_the_demo_is_opened_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("2024", "demo"):
        (tmp_path / name).touch()
        assert isinstance(open_source(f"./{name}"), VideoFile)


def test_a_camera_that_is_not_there_tells_of_the_file_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2024").touch()
    with pytest.raises(CaptureError, match=r"Camera 2024 .* write \./2024\.$"):
        open_source("2024").open()
    with pytest.raises(CaptureError) as caught:
        open_source("2025").open()
    assert "./2025" not in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        *[(spec, True) for spec in ("0", " 12 ", "/dev/video2", "/dev/v4l/by-id/x")],
        *[(spec, False) for spec in ("", "demo", "a.mp4", "rtsp://x/0", "007", "²", "12345")],
        *[(spec, False) for spec in ("/dev/null", "/dev/stdin", "/dev/absent", "/dev/\0")],
    ],
)
def test_only_a_number_or_a_cameras_device_is_a_camera(spec: str, expected: bool) -> None:
    assert is_camera(spec) is expected


def test_a_camera_by_a_name_of_the_systems_own_is_a_camera(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = SimpleNamespace(st_mode=stat.S_IFCHR | 0o660, st_rdev=os.makedev(81, 3))
    monkeypatch.setattr(Path, "stat", lambda _path: device)
    assert is_camera("/dev/frontdoor")
    assert isinstance(open_source("/dev/frontdoor"), Camera)
