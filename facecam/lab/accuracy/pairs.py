"""Reads LFW's pairs files: http://vis-www.cs.umass.edu/lfw/, "View 2".

The first line holds the number of folds and the number of pairs of each kind
in a fold (a file of one fold may leave the first out). Each fold lists its
pairs of one person, ``Name n m``, then its pairs of two people,
``Name n Name m``; picture n of a person is ``Name/Name_000n.jpg``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from facecam.errors import UsageError


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures and the truth about them.

    Attributes:
        first: a picture file.
        second: another.
        same: whether both show one person.
    """

    first: Path
    second: Path
    same: bool


Fold = tuple[Pair, ...]


def pictures_in(folds: Iterable[Fold]) -> list[Path]:
    """Return the pictures of all pairs, each once, in the order of their paths."""
    return sorted({path for fold in folds for pair in fold for path in (pair.first, pair.second)})


def people_in(folds: Iterable[Fold]) -> set[str]:
    """Return the names of the people in any of the pairs."""
    return {path.parent.name for path in pictures_in(folds)}


def read_pairs(file: Path, images: Path) -> list[Fold]:
    """Read a pairs file.

    Args:
        file: in LFW's format.
        images: the folder that has a sub-folder a person.

    Returns:
        The folds, each with its pairs in the file's order.

    Raises:
        UsageError: the file cannot be read or has a malformed line, which is
            named by its number, or pictures are missing.
    """
    lines = _lines(file)
    folds, per_kind = _header(lines[0], file)
    expected = folds * per_kind * 2
    if len(lines) - 1 != expected:
        raise UsageError(f"{file} promises {expected} pairs in line 1 and has {len(lines) - 1}.")
    pairs = [
        _pair(line, f"Line {number} of {file}", images)
        for number, line in enumerate(lines[1:], start=2)
    ]
    _check_pictures(pairs, images)
    size = per_kind * 2
    return [tuple(pairs[start : start + size]) for start in range(0, expected, size)]


def _lines(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").rstrip().splitlines()
    except OSError as error:
        raise UsageError(f"The pairs file {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not a text file, so not a list of pairs.") from error
    if not lines:
        raise UsageError(f"The pairs file {file} is empty.")
    return lines


def _header(line: str, file: Path) -> tuple[int, int]:
    words = line.split()
    numbers = [int(word) for word in words if word.isdecimal()]
    if len(numbers) != len(words) or len(numbers) not in (1, 2) or min(numbers) < 1:
        raise UsageError(f"Line 1 of {file} must hold the number of folds and of pairs.")
    return (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])


def _pair(line: str, where: str, images: Path) -> Pair:
    match line.split("\t") if "\t" in line else line.split():
        case [name, first, second] if first.isdecimal() and second.isdecimal():
            return Pair(_picture(images, name, first), _picture(images, name, second), same=True)
        case [one, first, other, second] if first.isdecimal() and second.isdecimal():
            return Pair(_picture(images, one, first), _picture(images, other, second), same=False)
    raise UsageError(f"{where} must be 'name n m' or 'name n name m'.")


def _picture(images: Path, name: str, number: str) -> Path:
    return images / name / f"{name}_{int(number):04d}.jpg"


def _check_pictures(pairs: list[Pair], images: Path) -> None:
    if not images.is_dir():
        raise UsageError(f"The folder of pictures {images} does not exist.")
    named = {path for pair in pairs for path in (pair.first, pair.second)}
    missing = sorted(path for path in named if not path.is_file())
    if missing:
        raise UsageError(
            f"{len(missing)} of {len(named)} pictures are missing, the first is {missing[0]}."
        )
