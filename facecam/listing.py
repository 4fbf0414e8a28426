"""The pictures of a folder, in the order in which people count, and what else lies there.

A file is a picture if its name or its first bytes say so. What systems and
programs leave behind, such as ``Thumbs.db``, and what is hidden is passed over,
and so is a folder that was seen already: links may lead round in a circle.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from errno import ELOOP
from pathlib import Path

from facecam.picture.formats import START_BYTES, SUFFIXES, format_of

_LEFT_BEHIND = frozenset(
    (
        *("$recycle.bin", "#recycle", "@recycle", "recycler", "system volume information"),
        *("@eadir", "@tmp", "#snapshot", "__macosx", "lost+found", "found.000"),
        *("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "picasa.ini", "icon\r"),
    )
)
"""Names that Windows, macOS, Linux and network disks give to what is theirs, lower case."""


class PassedOver(Enum):
    """Why something in a folder is not read: a word for programs, and one to read."""

    HIDDEN = "hidden", "hidden"
    LEFT_BEHIND = "left_behind", "left behind by a system or a program"
    FORMAT = "format", "not a picture, or of a kind that is not read"
    NO_FILE = "no_file", "neither a file nor a folder"
    DEEPER = "deeper_folder", "a folder too deep inside"
    SEEN = "seen", "a folder that was looked through already"
    UNREADABLE = "unreadable", "it may not or cannot be read"

    def __init__(self, token: str, words: str) -> None:
        self.token = token
        self.words = words


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Attributes:
        pictures: files that are pictures, or are called so, in natural order.
        passed_over: what else there is, and why it is not read.
    """

    pictures: tuple[Path, ...]
    passed_over: tuple[tuple[Path, PassedOver], ...]


def list_pictures(folder: Path, *, depth: int) -> Listing:
    """List the pictures in a folder: its own first, then those of its sub-folders.

    Args:
        folder: where to look.
        depth: how many levels of sub-folders to look into.

    Raises:
        OSError: the folder itself cannot be read.
    """
    found = [*_walk(folder, depth, {_identity(folder.stat())})]
    return Listing(
        tuple(path for path, reason in found if reason is None),
        tuple((path, reason) for path, reason in found if reason is not None),
    )


def natural(name: str) -> tuple[list[str | int], str]:
    """Return what names are sorted by, so that 2 comes before 10 and case does not count."""
    parts = re.split("([0-9]+)", name)  # by turns: text, number, text …
    return [int(part) if n % 2 else part.casefold() for n, part in enumerate(parts)], name


def _walk(
    folder: Path, depth: int, seen: set[tuple[int, int]]
) -> Iterator[tuple[Path, PassedOver | None]]:
    with os.scandir(folder) as entries:
        by_name = sorted(entries, key=lambda entry: natural(entry.name))
    folders = []
    for entry in by_name:
        reason = _reason(entry)
        if reason is None and entry.is_dir():
            folders.append(entry)
        else:
            yield folder / entry.name, reason
    for entry in sorted(folders, key=os.DirEntry.is_symlink):  # what is linked keeps its own name
        identity = _identity(entry.stat())
        if identity in seen:
            yield folder / entry.name, PassedOver.SEEN
        elif depth == 0:
            yield folder / entry.name, PassedOver.DEEPER
        else:
            seen.add(identity)
            yield from _readable(folder / entry.name, depth - 1, seen)


def _readable(
    folder: Path, depth: int, seen: set[tuple[int, int]]
) -> Iterator[tuple[Path, PassedOver | None]]:
    try:
        yield from _walk(folder, depth, seen)
    except OSError:
        yield folder, PassedOver.UNREADABLE


def _reason(entry: os.DirEntry[str]) -> PassedOver | None:
    """Return why a file or folder is not read; None if it is."""
    if entry.name.casefold() in _LEFT_BEHIND:
        return PassedOver.LEFT_BEHIND
    if entry.name.startswith("."):
        return PassedOver.HIDDEN
    try:
        if entry.is_dir():
            entry.stat()
            return None
        if not entry.is_file():
            return PassedOver.NO_FILE
        return None if _is_picture(entry) else PassedOver.FORMAT
    except OSError as error:
        return PassedOver.NO_FILE if error.errno == ELOOP else PassedOver.UNREADABLE


def _is_picture(entry: os.DirEntry[str]) -> bool:
    if Path(entry.name).suffix.lower() in SUFFIXES:
        return True
    with open(entry.path, "rb") as file:  # noqa: PTH123 - a path that scandir gave
        return format_of(file.read(START_BYTES)) is not None


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
