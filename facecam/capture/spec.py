"""From what the user wrote to a source."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from facecam.address import shown_source
from facecam.capture.camera import Camera
from facecam.capture.demo import Demo
from facecam.capture.folder import PictureFolder
from facecam.capture.source import Source
from facecam.capture.still import StillPicture
from facecam.capture.stream import SCHEMES, Stream
from facecam.capture.video import VideoFile
from facecam.errors import CaptureError
from facecam.picture.formats import format_of

# How pictures begin that move: GIF, AVIF, HEIF and PNG. FFmpeg plays them.
_MOVING = re.compile(rb"GIF8|.{4}ftyp(avis|msf1)|\x89PNG.{33}acTL", re.DOTALL)
_START_BYTES = 64
_CAMERA_NUMBER = re.compile("0|[1-9][0-9]{0,3}")
_CAMERA_FILES = ("/dev/video", "/dev/v4l/")
_VIDEO4LINUX = 81  # Linux's number for this kind of device


def open_source(spec: str) -> Source:
    """Make the source that ``spec`` names, without opening it.

    Args:
        spec: a camera's number ("0") or device file ("/dev/video2"), a video
            file or a pipe, a folder of pictures, an address (rtsp, http,
            https), or "demo".

    Raises:
        CaptureError: it names nothing that could be a source.
    """
    word = spec.strip()
    if word == "demo":
        return Demo()
    if _CAMERA_NUMBER.fullmatch(word):
        return Camera(int(word))
    if "\0" in word:
        raise _absent(word)
    if is_camera(word):
        return Camera(Path(word))
    if "://" in word:
        return _stream(word)
    return _from_disk(spec if os.path.lexists(spec) else word)


def is_camera(spec: str) -> bool:
    """Return True for what a camera is called: a number up to four digits or a device file.

    A file of such a name is called by its folder as well, as in ``./2024``.
    """
    word = spec.strip()
    if _CAMERA_NUMBER.fullmatch(word) or word.startswith(_CAMERA_FILES):
        return True
    try:
        device = Path(word).stat() if word.startswith("/dev/") else None
    except (OSError, ValueError):
        return False
    return bool(
        device and stat.S_ISCHR(device.st_mode) and os.major(device.st_rdev) == _VIDEO4LINUX
    )


def _stream(url: str) -> Stream:
    scheme, _, _ = url.partition("://")
    if scheme.lower() not in SCHEMES:
        raise CaptureError(
            f"{shown_source(url)} cannot be opened: "
            "streams begin with rtsp://, http:// or https://."
        )
    return Stream(url)


def _from_disk(name: str) -> Source:
    path = Path(name)
    try:
        mode = path.stat().st_mode if name else 0
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = 0
    except OSError as error:
        raise CaptureError(
            f"The source '{shown_source(name)}' cannot be opened: {error.strerror}."
        ) from error
    if stat.S_ISDIR(mode):
        return PictureFolder(path)
    if stat.S_ISREG(mode) and _is_still(path):
        return StillPicture(path)
    if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        return VideoFile(path)
    if mode:
        raise CaptureError(f"The source '{name}' is neither a video nor a camera.")
    raise _absent(name)


def _is_still(path: Path) -> bool:
    """Return whether a file holds one picture, whatever it is called."""
    try:
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError:  # whoever opens it says what is wrong
        return False
    return format_of(start) is not None and _MOVING.match(start) is None


def _absent(name: str) -> CaptureError:
    return CaptureError(
        f"The source '{shown_source(name)}' does not exist: "
        "give a camera's number, a video file, "
        "a folder of pictures, an address such as rtsp://host/path, or 'demo'."
    )
