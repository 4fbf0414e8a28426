"""A camera, with a driver that does as the test says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.capture.camera import Camera
from facecam.capture.opencv import open_reader
from facecam.errors import CaptureError

BLUE = np.full((4, 6, 3), (250, 0, 0), np.uint8)  # as OpenCV gives it


class Driver:
    """Stands for ``cv2.VideoCapture`` and remembers what was done to it.

    Attributes:
        pictures: what ``retrieve`` gives in turn; None for one that cannot be decoded.
        calls: what was called, in order.
        wishes: what was asked for, in order.
    """

    opened: list[Driver]
    works = True

    def __init__(self, device: object, backend: int, options: list[int]) -> None:
        self.device, self.backend = device, backend
        self.pictures: Iterator[np.ndarray | None] = iter([BLUE])
        self.wishes: list[tuple[int, float]] = []
        self.released = 0
        self.fps = 30.0
        self._picture: np.ndarray | None = None
        Driver.opened.append(self)

    def isOpened(self) -> bool:
        return Driver.works

    def set(self, prop: int, value: float) -> bool:
        self.wishes.append((prop, value))
        return True

    def get(self, prop: int) -> float:
        return {cv2.CAP_PROP_FPS: self.fps}[prop]

    def grab(self) -> bool:
        self._picture = next(self.pictures, BLUE[:0])
        return self._picture is None or self._picture.size > 0

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        return self._picture is not None, self._picture

    def release(self) -> None:
        self.released += 1


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> type[Driver]:
    monkeypatch.setattr(Driver, "opened", [], raising=False)
    monkeypatch.setattr(Driver, "works", True)
    monkeypatch.setattr(cv2, "VideoCapture", Driver)
    return Driver


@pytest.fixture
def device(tmp_path: Path) -> Path:
    path = tmp_path / "video0"
    path.touch()
    return path


def test_the_driver_is_asked_for_compressed_pictures_of_the_size_and_rate(driver, device) -> None:
    Camera(device, width=1280, height=720, fps=25.0).open()
    assert driver.opened[0].wishes == [
        (cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG"))),
        (cv2.CAP_PROP_FRAME_WIDTH, 1280.0),
        (cv2.CAP_PROP_FRAME_HEIGHT, 720.0),
        (cv2.CAP_PROP_FPS, 25.0),
        (cv2.CAP_PROP_BUFFERSIZE, 1.0),
    ]


def test_pictures_are_turned_from_opencvs_order_of_colours_into_ours(driver, device) -> None:
    camera = Camera(device)
    camera.open()
    picture = camera.read()
    assert picture is not None
    assert picture.image.shape == (4, 6, 3)
    assert picture.image[0, 0].tolist() == [0, 0, 250]
    assert picture.position_s is None


def test_a_grey_camera_gives_three_colours(driver, device) -> None:
    camera = Camera(device)
    camera.open()
    driver.opened[0].pictures = iter(
        [np.full((4, 6), 7, np.uint8), np.full((4, 6, 1), 8, np.uint8)]
    )
    for value in (7, 8):
        picture = camera.read()
        assert picture is not None
        assert picture.image.shape == (4, 6, 3)
        assert picture.image[0, 0].tolist() == [value] * 3


def test_a_picture_that_cannot_be_decoded_is_passed_over_but_not_for_ever(driver, device) -> None:
    camera = Camera(device)
    camera.open()
    driver.opened[0].pictures = iter([*[None] * 9, BLUE, *[None] * 10, BLUE])
    assert camera.read() is not None
    with pytest.raises(CaptureError, match="has stopped giving pictures"):
        camera.read()


def test_a_camera_that_gives_nothing_is_said_to_have_stopped(driver, device) -> None:
    camera = Camera(device)
    camera.open()
    driver.opened[0].pictures = iter([])
    with pytest.raises(CaptureError, match="has stopped giving pictures: is it plugged in"):
        camera.read()


def test_a_device_is_released_once_and_before_it_is_opened_again(driver, device) -> None:
    camera = Camera(device)
    camera.open()
    camera.open()
    assert [one.released for one in driver.opened] == [1, 0]
    camera.close()
    camera.close()
    assert [one.released for one in driver.opened] == [1, 1]
    assert camera.fps is None


@pytest.mark.parametrize(("said", "believed"), [(30.0, 30.0), (0.0, None), (1e6, None)])
def test_a_rate_that_cannot_be_is_not_believed(driver, device, said, believed) -> None:
    camera = Camera(device)
    camera.open()
    driver.opened[0].fps = said
    assert camera.fps == believed


def test_a_device_that_cannot_be_opened_is_named_and_not_kept(driver, device) -> None:
    driver.works = False
    camera = Camera(device)
    with pytest.raises(CaptureError, match="video0 cannot be opened"):
        camera.open()
    assert camera.fps is None


def test_a_lasting_name_is_followed_anew_each_time(driver, tmp_path: Path) -> None:
    for name in ("video0", "video1"):
        (tmp_path / name).touch()
    link = tmp_path / "by-id"
    link.symlink_to("video0")
    camera = Camera(link)
    camera.open()
    link.unlink()
    link.symlink_to("video1")
    camera.open()
    assert [one.device for one in driver.opened] == [
        str(tmp_path / n) for n in ("video0", "video1")
    ]
    assert driver.opened[0].backend == cv2.CAP_V4L2


def test_a_camera_that_is_not_there_is_named() -> None:
    with pytest.raises(CaptureError, match=r"Camera 4242 .*is not there"):
        Camera(4242).open()


def test_a_camera_that_may_not_be_used_names_the_group(driver, device, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.F_OK)
    with pytest.raises(CaptureError, match="the group 'video'"):
        Camera(device).open()
    assert driver.opened == []


def test_a_file_that_is_no_camera_cannot_be_opened_as_one(device: Path) -> None:
    with pytest.raises(CaptureError, match="cannot be opened"):
        Camera(device).open()


def test_a_name_that_is_no_text_never_reaches_opencv(driver) -> None:
    assert open_reader(os.fsdecode(b"/dev/video\xff"), cv2.CAP_V4L2) is None
    assert driver.opened == []


@pytest.mark.parametrize("device", ["/dev/video" + "1" * 5000, "/dev/v4l/\udcff"])
def test_a_device_that_cannot_exist_is_not_there(device: str) -> None:
    with pytest.raises(CaptureError, match="is not there") as caught:
        Camera(Path(device)).open()
    assert len(str(caught.value)) < 1100
