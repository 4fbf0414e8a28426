"""What each kind of source gives, and what it says when it cannot."""

from __future__ import annotations

import logging
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.capture.camera import Camera
from facecam.capture.demo import Demo, view
from facecam.capture.folder import PictureFolder
from facecam.capture.source import Skippable
from facecam.capture.spec import open_source
from facecam.capture.stream import Stream
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError
from facecam.picture import save_picture

SIZE = (320, 240)


def write_clip(path: Path, *, pictures: int = 20, fps: float = 10.0) -> Path:
    """Write a clip whose picture n is red of the strength 10·n."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, SIZE)
    assert writer.isOpened()
    for n in range(pictures):
        bgr = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        bgr[..., 2] = 10 * n
        writer.write(bgr)
    writer.release()
    return path


def red(n: int) -> np.ndarray:
    return np.full((8, 8, 3), (10 * n, 0, 0), np.uint8)


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


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.touch()
    assert isinstance(open_source(str(file)), VideoFile)
    assert isinstance(open_source(str(tmp_path)), PictureFolder)


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("", "does not exist"),
        ("nowhere.mp4", "'nowhere.mp4' does not exist"),
        ("-1", "'-1' does not exist"),
        ("ftp://host/x", "ftp://host/x cannot be opened"),
        ("rtsp://", "names no host"),
        ("http://[::1", "not well formed"),
        ("http://host:99999/", "not well formed"),
    ],
)
def test_what_cannot_be_a_source_is_refused_with_the_reason(spec: str, sentence: str) -> None:
    with pytest.raises(CaptureError, match=sentence.replace("[", r"\[")):
        open_source(spec)


def test_a_password_is_never_shown() -> None:
    stream = open_source("rtsp://user:secret@127.0.0.1:9/live?key=secret#secret")
    assert stream.name == "rtsp://127.0.0.1:9/live"
    with pytest.raises(CaptureError) as caught:
        stream.open()
    assert "secret" not in str(caught.value)


def test_a_stream_nobody_serves_is_refused_by_name() -> None:
    with pytest.raises(CaptureError, match=r"http://127\.0\.0\.1:9/ cannot be opened"):
        Stream("http://127.0.0.1:9/").open()


def test_a_camera_that_is_not_there_is_named() -> None:
    with pytest.raises(CaptureError, match=r"Camera 4242 .*is not there|cannot be opened"):
        Camera(4242).open()


def test_a_file_that_is_no_camera_cannot_be_opened_as_one(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    with pytest.raises(CaptureError, match="cannot be opened"):
        Camera(device).open()


def test_a_video_gives_its_pictures_in_rgb_with_their_positions(tmp_path: Path) -> None:
    video = VideoFile(write_clip(tmp_path / "clip.avi"))
    video.open()
    pictures = list(iter(video.read, None))
    video.close()
    assert video.fps is None
    assert len(pictures) == 20
    assert [p.position_s for p in pictures] == pytest.approx([n / 10 for n in range(20)])
    assert pictures[10].image.shape == (240, 320, 3)
    assert pictures[10].image.mean(axis=(0, 1)) == pytest.approx([100, 0, 0], abs=4)


def test_a_video_opened_again_starts_at_its_beginning(tmp_path: Path) -> None:
    video = VideoFile(write_clip(tmp_path / "clip.avi"))
    for _ in range(2):
        video.open()
        first = video.read()
        assert first is not None
        assert first.position_s == 0.0
    video.close()
    video.close()


def test_a_video_passes_over_pictures_up_to_a_position(tmp_path: Path) -> None:
    video = VideoFile(write_clip(tmp_path / "clip.avi"))
    assert isinstance(video, Skippable)
    video.open()
    video.read()
    assert video.skip_to(1.0) == 9
    picture = video.read()
    assert picture is not None
    assert picture.position_s == pytest.approx(1.0)
    assert video.skip_to(60.0) == 9
    assert video.read() is None
    video.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear diary,\n" * 100, "cannot be played"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "cannot be played"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00"
         b"\x80\x3e\x00\x00\x02\x00\x10\x00data\x00\x08\x00\x00" + bytes(2048), "cannot be played"),
    ],
    ids=["empty", "text", "header only", "sound only"],
)  # fmt: skip
def test_what_is_no_video_is_refused_by_name(
    tmp_path: Path, content: bytes, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(content)
    with pytest.raises(CaptureError, match=rf"clip\.mp4 {sentence}"):
        VideoFile(file).open()
    assert capfd.readouterr().err == ""


def test_a_truncated_video_plays_what_it_has_and_says_that_it_breaks_off(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.avi").read_bytes()
    file = tmp_path / "half.avi"
    file.write_bytes(whole[: len(whole) // 2])
    video = VideoFile(file)
    video.open()
    with pytest.raises(CaptureError, match=r"half\.avi is damaged or incomplete: it breaks off"):
        for _ in range(20):
            assert video.read() is not None
    video.close()


def test_a_video_taken_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"gone\.avi cannot be read: No such file"):
        VideoFile(tmp_path / "gone.avi").open()


def test_a_folder_gives_its_pictures_by_name_one_a_second(tmp_path: Path) -> None:
    for name, n in (("b.png", 2), ("A.png", 1), ("c.PNG", 3)):
        save_picture(red(n), tmp_path / name)
    (tmp_path / "notes.txt").write_text("not a picture")
    folder = PictureFolder(tmp_path)
    folder.open()
    pictures = list(iter(folder.read, None))
    assert [int(p.image[0, 0, 0]) for p in pictures] == [10, 20, 30]
    assert [p.position_s for p in pictures] == [0.0, 1.0, 2.0]


def test_a_damaged_picture_in_a_folder_is_passed_over_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    save_picture(red(1), tmp_path / "b.png")
    folder = PictureFolder(tmp_path)
    folder.open()
    with caplog.at_level(logging.WARNING):
        pictures = list(iter(folder.read, None))
    assert [p.position_s for p in pictures] == [0.0]
    assert "passed over" in caplog.text
    assert "a.jpg" not in caplog.text


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="has no pictures in it"):
        PictureFolder(tmp_path).open()


def test_a_folder_of_nothing_but_damage_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no")
    folder = PictureFolder(tmp_path)
    folder.open()
    with pytest.raises(CaptureError, match="None of the pictures"):
        folder.read()


def test_a_folder_taken_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="gone cannot be read"):
        PictureFolder(tmp_path / "gone").open()


@pytest.mark.parametrize("source", [Demo(), Camera(0), VideoFile(Path("a")), Stream("rtsp://a")])
def test_a_closed_source_says_so_instead_of_giving_pictures(source: Demo) -> None:
    source.close()
    with pytest.raises(CaptureError):
        source.read()


def test_the_demo_moves_and_is_the_same_every_time() -> None:
    demo = Demo()
    films = []
    for _ in range(2):
        demo.open()
        films.append([demo.read() for _ in range(3)])
    first, again = films
    assert first[0] is not None
    assert first[0].image.shape == (480, 640, 3)
    assert first[0].image.dtype == np.uint8
    for a, b in zip(first, again, strict=True):
        assert a is not None
        assert b is not None
        assert np.array_equal(a.image, b.image)
    assert first[1] is not None
    assert not np.array_equal(first[0].image, first[1].image)


def test_the_demos_camera_keeps_the_face_whole_and_never_leaves_the_photograph() -> None:
    face = np.array([[173, 105, 1], [346, 334, 1]], np.float32).T  # corners in the photograph
    corners = np.array([[0, 0, 1], [512, 600, 1]], np.float32).T
    for number in range(0, 30 * 120, 7):
        (x1, x2), (y1, y2) = view(number) @ face
        assert 0 <= x1 < x2 <= 640
        assert 0 <= y1 < y2 <= 480
        (left, right), (top, bottom) = view(number) @ corners
        assert left <= 0.01
        assert top <= 0.01
        assert right >= 639.99
        assert bottom >= 479.99


def test_the_demos_movement_is_smooth() -> None:
    centre = np.array([260, 225, 1], np.float32)
    path = np.array([view(n) @ centre for n in range(900)])
    assert np.abs(np.diff(path, axis=0)).max() < 5.0  # pixels from picture to picture


def test_the_demo_can_pass_over_pictures() -> None:
    demo = Demo()
    demo.open()
    assert demo.skip_to(1.0) == 30
    picture = demo.read()
    assert picture is not None
    assert picture.position_s == pytest.approx(1.0)
    assert demo.skip_to(0.5) == 0
