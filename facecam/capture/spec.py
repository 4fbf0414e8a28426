"""From what the user wrote to a source."""

from __future__ import annotations

from pathlib import Path

from facecam.capture.camera import Camera
from facecam.capture.demo import Demo
from facecam.capture.folder import PictureFolder
from facecam.capture.source import Source
from facecam.capture.stream import SCHEMES, Stream
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError


def open_source(spec: str) -> Source:
    """Make the source that ``spec`` names, without opening it.

    Args:
        spec: a camera's number ("0") or device file ("/dev/video2"), a video
            file, a folder of pictures, an address (rtsp, http, https), or
            "demo".

    Raises:
        CaptureError: it names nothing that could be a source.
    """
    spec = spec.strip()
    if spec == "demo":
        return Demo()
    if spec.isdecimal():
        return Camera(int(spec))
    if "://" in spec:
        return _stream(spec)
    if spec.startswith(("/dev/video", "/dev/v4l/")):
        return Camera(Path(spec))
    return _from_disk(spec)


def _stream(url: str) -> Stream:
    scheme, _, _ = url.partition("://")
    if scheme.lower() not in SCHEMES:
        raise CaptureError(
            f"Streams begin with rtsp://, http:// or https://; {scheme}:// is not supported."
        )
    return Stream(url)


def _from_disk(name: str) -> Source:
    path = Path(name)
    if name and path.is_dir():
        return PictureFolder(path)
    if name and path.exists():
        return VideoFile(path)
    raise CaptureError(
        f"The source '{name}' does not exist: give a camera's number, a video file, "
        "a folder of pictures, an address such as rtsp://host/path, or 'demo'."
    )
