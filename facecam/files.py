"""Reading a file that should be small, whatever lies in its place, and naming any file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def read_at_most(path: Path, most: int, *, private: bool = False) -> bytes:
    """Return what a file holds.

    Args:
        path: the file.
        most: how many bytes it may have.
        private: whether nobody but the user may be able to read or change it.

    Raises:
        OSError: it cannot be read, is no file but a pipe or a device, is larger, or
            is not private.
    """
    # A pipe without a writer would be waited for otherwise.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        if stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", str(path))
        if private and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
            raise PermissionError(errno.EPERM, "Others may have changed it", str(path))
        if found.st_size > most:
            raise OSError(errno.EFBIG, f"Larger than {most:,} bytes", str(path))
        return file.read(found.st_size)


@contextmanager
def named_in_unicode(path: Path) -> Iterator[str]:
    """Give a file or folder a name that libraries written in C can take, inside the block.

    A name is any bytes to the system, and to such libraries text: some raise an
    exception at other bytes, others bring the process down.

    Raises:
        OSError: it cannot be opened.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
    else:
        yield str(path)
