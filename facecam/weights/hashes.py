"""SHA-256 of files, remembered for as long as nobody touches them.

Hashing FaceNet's weights takes 50 to 400 ms, as the processor has it; that a
file is the one hashed before is told by its size, its times and its inode number. What
was hashed is kept in the user's cache folder. That file counts only if nobody else can
have written it; where it is missing, damaged or open to others, files are hashed again.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from facecam import paths
from facecam.atomic import make_folder, replace_file
from facecam.errors import WeightsError
from facecam.files import read_at_most
from facecam.printable import writable

log = logging.getLogger(__name__)

MOST_BYTES = 2**20
MOST_FILES = 100
"""So many files are remembered, those hashed last."""


class Stamp(NamedTuple):
    """What changes when a file does: writing sets both times, only the first can be set back."""

    modified_ns: int
    changed_ns: int
    size: int
    inode: int
    device: int


class _Hashed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stamp: tuple[int, ...]
    sha256: str


class _Memory(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_version: Literal[1] = 1
    files: dict[str, _Hashed] = Field(default_factory=dict)


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal.

    Raises:
        WeightsError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror}.") from error


def remembered_sha256(path: Path) -> str:
    """Return a file's SHA-256, hashed now only if it is not the file that was hashed before.

    Raises:
        WeightsError: the file cannot be read.
    """
    path = path.resolve()
    stamp = _stamp(path)
    known = _recall().files.get(_key(path))
    if known is not None and known.stamp == stamp:
        return known.sha256
    sha256 = file_sha256(path)
    if _stamp(path) == stamp:  # nobody wrote to it meanwhile
        _remember(path, _Hashed(stamp=stamp, sha256=sha256))
    return sha256


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror}.") from error
    return Stamp(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev)


def _key(path: Path) -> str:
    return writable(str(path))  # two names that become one differ in their stamps


def _recall() -> _Memory:
    try:
        content = read_at_most(paths.hashes_file(), MOST_BYTES, private=True)
        return _Memory.model_validate_json(content)
    except (OSError, ValidationError):
        return _Memory()


def _remember(path: Path, hashed: _Hashed) -> None:
    files = _recall().files
    files.pop(_key(path), None)
    newest = list(files.items())[1 - MOST_FILES :]
    memory = _Memory(files=dict([*newest, (_key(path), hashed)]))
    file = paths.hashes_file()
    try:
        make_folder(file.parent)
        replace_file(file, memory.model_dump_json(indent=2).encode() + b"\n")
    except OSError as error:
        log.info("What was hashed cannot be remembered: %s.", error.strerror)
