"""The list of cameras, from a made-up /sys."""

from __future__ import annotations

from pathlib import Path

from facecam.capture.devices import CameraInfo, list_cameras


def add_node(sysfs: Path, node: str, *, name: str | None, index: str | None) -> None:
    folder = sysfs / node
    folder.mkdir()
    if name is not None:
        (folder / "name").write_text(name + "\n")
    if index is not None:
        (folder / "index").write_text(index + "\n")


def test_cameras_come_by_number_with_their_names(tmp_path: Path) -> None:
    add_node(tmp_path, "video10", name="Microscope", index="0")
    add_node(tmp_path, "video2", name="HD Webcam: Ünicode", index="0")
    assert list_cameras(tmp_path) == [
        CameraInfo(2, "HD Webcam: Ünicode", Path("/dev/video2")),
        CameraInfo(10, "Microscope", Path("/dev/video10")),
    ]


def test_a_webcams_second_device_file_is_no_camera(tmp_path: Path) -> None:
    add_node(tmp_path, "video0", name="HD Webcam", index="0")
    add_node(tmp_path, "video1", name="HD Webcam", index="1")
    assert [camera.index for camera in list_cameras(tmp_path)] == [0]


def test_a_camera_without_a_name_gets_its_number(tmp_path: Path) -> None:
    add_node(tmp_path, "video3", name=None, index=None)
    assert [camera.name for camera in list_cameras(tmp_path)] == ["Camera 3"]


def test_a_system_without_cameras_has_none(tmp_path: Path) -> None:
    assert list_cameras(tmp_path / "absent") == []
