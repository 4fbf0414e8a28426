"""What is to be seen in a clip: where each face is in each frame, and whose it is.

A CSV file in UTF-8 with the header ``frame,x1,y1,x2,y2,name`` and a line for
each face in each frame: the frame's number, 1 for the first; the face's box in
pixels of the frame; the name under which the person is enrolled, nothing for a
stranger. Lines may stand in any order; a frame without lines shows no face.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from facecam.errors import UsageError
from facecam.gallery.names import clean_name, name_key

HEADER = ["frame", "x1", "y1", "x2", "y2", "name"]


@dataclass(frozen=True, slots=True)
class TrueFace:
    """A face in a frame.

    Attributes:
        line: of the file, from 1.
        frame: the frame's number, from 1.
        box: x1, y1, x2, y2 in pixels of the frame, x2 and y2 exclusive.
        name: whose face it is, None for a stranger's.
    """

    line: int
    frame: int
    box: tuple[float, float, float, float]
    name: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """All faces of a clip.

    Attributes:
        file: where that is written.
        faces: at least one, by frame.
    """

    file: Path
    faces: tuple[TrueFace, ...]

    @property
    def last(self) -> TrueFace:
        """A face in the last frame that has one."""
        return self.faces[-1]


def read_truth(file: Path) -> Truth:
    """Read a file; see the module.

    Raises:
        UsageError: it cannot be read, holds no face, or has a mistake in a line,
            which is named by its number.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            faces = list(_faces(csv.reader(opened, strict=True), file))
    except OSError as error:
        raise UsageError(f"The truth {file} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} is not a CSV file in UTF-8.") from error
    if not faces:
        raise UsageError(f"The truth {file} is empty: it needs a line for each face in each frame.")
    _refuse_doubles(faces, file)
    return Truth(file, tuple(sorted(faces, key=lambda face: face.frame)))


def refuse_unenrolled(truth: Truth, enrolled: Iterable[str]) -> None:
    """Check that whoever has a name in the truth could be given it.

    Args:
        truth: the clip's.
        enrolled: the names in the gallery.

    Raises:
        UsageError: somebody could not.
    """
    keys = {name_key(name) for name in enrolled}
    missing = {
        name_key(face.name): face
        for face in reversed(truth.faces)
        if face.name is not None and name_key(face.name) not in keys
    }
    if missing:
        first = min(missing.values(), key=lambda face: face.line)
        raise UsageError(
            f"Of the people in {truth.file} {len(missing)} are not enrolled, the first in "
            f"line {first.line}: enrol them, or leave the name of a stranger empty."
        )


def _faces(rows: Iterable[list[str]], file: Path) -> Iterator[TrueFace]:
    for line, row in enumerate(rows, start=1):
        where = f"Line {line} of {file}"
        if line == 1:
            if row != HEADER:
                raise UsageError(f"{where} must be {','.join(HEADER)!r}.")
        elif row:
            yield _face(line, row, where)


def _face(line: int, row: list[str], where: str) -> TrueFace:
    if len(row) != len(HEADER):
        raise UsageError(f"{where} must have {len(HEADER)} fields, and has {len(row)}.")
    number, *sides, name = row
    if not number.isdecimal() or int(number) < 1:
        raise UsageError(f"{where} must begin with the frame's number, from 1.")
    try:
        x1, y1, x2, y2 = map(float, sides)
    except ValueError as error:
        raise UsageError(f"{where} must have four numbers for the box.") from error
    if not (x1 < x2 and y1 < y2 and all(map(math.isfinite, (x1, y1, x2, y2)))):
        raise UsageError(f"{where} must have x1 below x2 and y1 below y2.")
    return TrueFace(line, int(number), (x1, y1, x2, y2), _name(name, where))


def _name(name: str, where: str) -> str | None:
    if not name.strip():
        return None
    try:
        return clean_name(name)
    except UsageError as error:
        raise UsageError(f"{where} has no name that could be enrolled. {error}") from error


def _refuse_doubles(faces: Iterable[TrueFace], file: Path) -> None:
    lines: dict[tuple[int, str], int] = {}
    for face in faces:
        if face.name is None:
            continue
        first = lines.setdefault((face.frame, name_key(face.name)), face.line)
        if first != face.line:
            raise UsageError(
                f"Line {face.line} of {file} shows somebody in frame {face.frame} again: "
                f"line {first} does, too."
            )
