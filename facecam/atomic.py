"""Writing files for their owner only, of which nobody sees half and which outlive a power cut."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EINVAL
from pathlib import Path

_OTHERS = 0o077
"""The permissions of everybody but the owner."""


def replace_file(path: Path, content: bytes) -> None:
    """Give ``path`` a new content: at every moment the old one or the new one, whole.

    The file is readable by the user only, whatever it was before, and on the disk when
    this returns. A link stays, and what it leads to is replaced.

    Raises:
        OSError: it cannot be written; what was there is left as it was.
    """
    path = Path(os.path.realpath(path))  # resolve would not bear links that lead round in a circle
    if path.exists() and not path.is_file():
        raise OSError(EINVAL, "it is not a file", str(path))
    with file_beside(path) as new:
        new.write_bytes(content)
        sync_file(new)
        new.replace(path)
        sync_folder(path.parent)


def create_file(path: Path, content: bytes) -> None:
    """Make a file as ``replace_file`` does, where there is none.

    Raises:
        FileExistsError: there is one; it is left as it was.
        OSError: it cannot be written.
    """
    with file_beside(path) as new:
        new.write_bytes(content)
        sync_file(new)
        give_name(new, path)


def give_name(new: Path, path: Path) -> None:
    """Put a file that is finished, and synced, in a place where there is none.

    Args:
        new: the file, in the same folder; it may keep this name as well. It is not
            opened, which would undo SQLite's locks.
        path: its name from now on.

    Raises:
        FileExistsError: there is one of that name; it is left as it was.
        OSError: it cannot be done.
    """
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError:  # a file system that knows no links, as on memory sticks
        path.open("xb").close()
        new.replace(path)
    sync_folder(path.parent)


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """Give an empty file in the folder of ``path``, for the user only, that is gone afterwards.

    Raises:
        OSError: it cannot be made.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".facecam-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk.

    Raises:
        OSError: the disk cannot take it.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where its file system can tell."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder that only the user may open; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def tighten(file: Path) -> bool:
    """Take from everybody but the owner what they may do with a file or folder.

    Returns:
        Whether that changed anything. Another user's file stays as it is, and so does
        one on a disk that cannot be written.
    """
    if not is_open_to_others(file):
        return False
    try:
        file.chmod(stat.S_IMODE(file.stat().st_mode) & ~_OTHERS)
    except OSError:
        return False
    return True


def is_open_to_others(file: Path) -> bool:
    """Return whether anybody but the owner may read or write a file or folder."""
    return bool(file.stat().st_mode & _OTHERS)
