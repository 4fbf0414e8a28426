"""Whose picture is it? Read from the names of folders and files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facecam.errors import FacecamError, UsageError
from facecam.gallery.names import clean_name
from facecam.listing import PassedOver, list_pictures

_DEPTH = 2
"""A person's pictures may lie in the person's folder and one level deeper."""

_COPY = "copy|kopie|copie|copia|cópia|kopia|kopi"
_ADDED = re.compile(
    rf"[\s_.-]*\((\d+|((another|\d+\w\w) )?({_COPY})( \d+)?)\)$"  # "(1)", "(copy 2)"
    rf"|[\s_-]+({_COPY}|edited|bearbeitet)$"  # " - Copy", "-edited"
    r"|[\s_.-]*\d+$",  # "_0001"
    re.IGNORECASE,
)
"""What programs add to the end of a file's name."""
_COPY_OF = re.compile(r"^(copy of|kopie von|copie de|copia de) ", re.IGNORECASE)

_BY_MACHINES = re.compile(
    # By cameras and telephones, with a number or a date.
    r"_?(img|imag|dsc|dsc[fn]|cimg|mvimg|pxl|pano|vid|gopr|dji|mg|fb_img|received)[\W_]*\d.*"
    r"|(p|sam|wp)_?\d{4,}.*"
    # By programs, with or without.
    r"|(image|photo|foto|picture|pic|bild|scan|untitled|unnamed|download)[\W_]*(\d.*)?"
    r"|(screenshot|screen shot|bildschirmfoto|whatsapp image|signal-\d|snapchat-).*"
    # Of folders.
    r"|dcim|1\d\d(canon|nikon|apple|msdcf|olymp|_pana|sony|media|gopro|eos|_fuji|andro|pentx).*"
    r"|camera( roll)?|screenshots|(new|untitled) folder.*|whatsapp images|downloads"
    # Long numbers to base 16.
    r"|(?=.*\d)[0-9a-f-]{16,}",
    re.IGNORECASE,
)
"""Names that cameras and programs give to pictures and to folders of them."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture of one person.

    Attributes:
        name: whose.
        path: the picture file.
    """

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or folder that was to be enrolled and could not be.

    Attributes:
        path: which.
        reason: why, a word for programs.
        sentence: why, to read.
    """

    path: Path
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Album:
    """What a folder to enrol holds.

    Attributes:
        portraits: what can be enrolled, in natural order.
        refused: whose name cannot be read, and folders that cannot.
        passed_over: what is no portrait at all.
    """

    portraits: tuple[Portrait, ...]
    refused: tuple[Refused, ...]
    passed_over: tuple[tuple[Path, PassedOver], ...]


def portraits_in(folder: Path) -> Album:
    """Return the portraits of a folder.

    A sub-folder holds the pictures of the person it is named after, also one
    level deeper; a picture in the folder itself is named after its person, and
    numbers and marks of copies at the end of its name do not count. Underscores
    stand for spaces: ``Zoe_Ball/2020/a.jpg``, ``Zoe_Ball_0001.jpg`` and
    ``Zoe Ball - Copy (2).jpg`` are all of Zoe Ball.

    Raises:
        UsageError: it is not a folder, cannot be read, or there is no picture in it.
    """
    try:
        listing = list_pictures(folder, depth=_DEPTH)
    except NotADirectoryError as error:
        raise UsageError(f"{folder} is not a folder.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it has no name that a folder can have"
        raise UsageError(f"The folder {folder} cannot be read: {reason}.") from error
    if not listing.pictures:
        raise UsageError(f"There are no pictures in {folder} or its sub-folders.")
    found = list(_named(folder, listing.pictures))
    closed = [path for path, why in listing.passed_over if why is PassedOver.UNREADABLE]
    return Album(
        tuple(entry for entry in found if isinstance(entry, Portrait)),
        tuple(
            [entry for entry in found if isinstance(entry, Refused)]
            + [Refused(path, "unreadable", f"{path} cannot be read.") for path in closed]
        ),
        tuple(entry for entry in listing.passed_over if entry[0] not in closed),
    )


def _named(folder: Path, pictures: tuple[Path, ...]) -> Iterator[Portrait | Refused]:
    """Yield each picture with its name, or once for each folder and file that names nobody."""
    refused: set[Path] = set()
    for picture in pictures:
        inside = picture.relative_to(folder).parts
        source = folder / inside[0]
        if source in refused:
            continue
        try:
            name = person_of(inside[0]) if len(inside) > 1 else person_of_file(source.stem)
            yield Portrait(name, picture)
        except FacecamError as error:
            refused.add(source)
            yield Refused(source, "no_name", f"{source} cannot be enrolled: {error}")


def person_of_file(stem: str) -> str:
    """Return who a picture is named after: its name without what machines add to the end.

    Raises:
        UsageError: it names nobody.
    """
    if _BY_MACHINES.fullmatch(stem):
        raise UsageError("its name is none of a person: put it into a folder with the name.")
    stem = _COPY_OF.sub("", stem)
    while (shorter := _ADDED.sub("", stem)) != stem:
        stem = shorter
    return person_of(stem)


def person_of(name: str) -> str:
    """Return the name of a person that a folder or file is called after, as it is kept.

    Raises:
        UsageError: it is none.
    """
    try:
        name = os.fsencode(name).decode("utf-8")  # whatever the system expects names to be in
    except UnicodeDecodeError as error:
        raise UsageError("its name cannot be read: give it one in UTF-8.") from error
    spoken = name.replace("_", " ")
    if _BY_MACHINES.fullmatch(name.strip()) or not any(letter.isalpha() for letter in spoken):
        raise UsageError("its name is none of a person: give it the person's name.")
    return clean_name(spoken)
