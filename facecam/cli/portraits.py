"""Whose picture is it? Read from the names of folders and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from facecam.errors import UsageError

SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
"""What counts as a picture in a folder; other files are passed over."""

_NUMBERED = re.compile(r"[ _-]*\d*$")


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture of one person.

    Attributes:
        name: whose.
        path: the picture file.
    """

    name: str
    path: Path


def portraits_in(folder: Path) -> list[Portrait]:
    """Return the portraits of a folder, in the order of their paths.

    A sub-folder holds the pictures of the person it is named after; a picture
    in the folder itself is named after its person and may end in a number.
    Underscores stand for spaces: ``Zoe_Ball/a.jpg`` and ``Zoe_Ball_0001.jpg``
    are both of Zoe Ball.

    Raises:
        UsageError: it is not a folder, or there is no picture in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    flat = [Portrait(_without_number(path.stem), path) for path in _pictures(folder)]
    nested = [
        Portrait(_spoken(person.name), path)
        for person in sorted(folder.iterdir())
        if person.is_dir()
        for path in _pictures(person)
    ]
    if not flat and not nested:
        raise UsageError(f"There are no pictures in {folder} or its sub-folders.")
    return flat + nested


def _pictures(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()
    )


def _without_number(stem: str) -> str:
    return _spoken(_NUMBERED.sub("", stem)) or stem


def _spoken(name: str) -> str:
    return name.replace("_", " ").strip()
