"""Folders, single pictures and the demo."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from facecam.capture.camera import Camera
from facecam.capture.demo import Demo, view
from facecam.capture.folder import PictureFolder
from facecam.capture.still import StillPicture
from facecam.capture.stream import Stream
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError
from facecam.picture import save_picture


def red(n: int) -> np.ndarray:
    return np.full((8, 8, 3), (10 * n, 0, 0), np.uint8)


def test_a_folder_gives_its_pictures_in_natural_order_one_a_second(tmp_path: Path) -> None:
    for name, n in (("b10.png", 3), ("b2.png", 2), ("A.png", 1), ("c.PNG", 4)):
        save_picture(red(n), tmp_path / name)
    (tmp_path / "c.PNG").rename(tmp_path / "c")  # known by its content
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / "._A.png").write_text("left behind by macOS")
    folder = PictureFolder(tmp_path)
    folder.open()
    pictures = list(iter(folder.read, None))
    assert [int(p.image[0, 0, 0]) for p in pictures] == [10, 20, 30, 40]
    assert [p.position_s for p in pictures] == [0.0, 1.0, 2.0, 3.0]
    assert all(p.is_still for p in pictures)


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


def test_a_single_picture_is_a_recording_of_one_frame(tmp_path: Path) -> None:
    save_picture(red(7), tmp_path / "a.png")
    still = StillPicture(tmp_path / "a.png")
    for _ in range(2):
        still.open()
        pictures = list(iter(still.read, None))
        assert [(int(p.image[0, 0, 0]), p.position_s) for p in pictures] == [(70, 0.0)]
        assert pictures[0].is_still
        still.close()


def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no")
    with pytest.raises(CaptureError, match=r"a\.png"):
        StillPicture(tmp_path / "a.png").open()


def test_a_folder_taken_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="gone cannot be read"):
        PictureFolder(tmp_path / "gone").open()


@pytest.mark.parametrize(
    "source", [Demo(), Camera(0), VideoFile(Path("a")), StillPicture(Path("a")), Stream("rtsp://a")]
)
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
