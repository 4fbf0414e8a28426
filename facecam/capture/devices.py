"""The cameras of this machine and what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_SYSFS = Path("/sys/class/video4linux")


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """One camera.

    Attributes:
        index: its number, as ``--source`` takes it.
        name: what the driver calls it.
        path: its device file.
    """

    index: int
    name: str
    path: Path


def list_cameras(sysfs: Path = _SYSFS) -> list[CameraInfo]:
    """Return the cameras that Linux knows, by number, without opening any.

    One webcam often has several device files, of which the first carries the
    picture and the others only data about it: those are left out. Systems
    other than Linux tell nothing without opening devices, so the list is empty
    there; ``open_source("0")`` works all the same.
    """
    nodes = ((_number(node), node) for node in sysfs.glob("video*"))
    return [
        CameraInfo(number, _text(node / "name") or f"Camera {number}", Path("/dev") / node.name)
        for number, node in sorted(nodes)
        if number is not None and _text(node / "index") in ("0", None)
    ]


def _number(node: Path) -> int | None:
    match = re.fullmatch(r"video(\d+)", node.name)
    return int(match[1]) if match else None


def _text(file: Path) -> str | None:
    """Return a sysfs file's text; None where the kernel or device took it away."""
    try:
        return file.read_text("utf-8", errors="replace").strip()
    except OSError:
        return None
