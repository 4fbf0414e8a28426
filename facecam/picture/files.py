"""A picture's file opened, or what a pipe gives: opening a path never ends the program."""

from __future__ import annotations

import errno
import os
import select
import stat
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from facecam.errors import PictureError
from facecam.picture.formats import START_BYTES, format_of
from facecam.picture.limits import MOST_BYTES

PIPE_SILENCE_S = 30.0
"""How long a pipe may give nothing before it is given up."""

_PIECE_BYTES = 2**20

_FAULTS = {
    errno.ENOENT: "does not exist",
    errno.ENOTDIR: "does not exist",
    errno.EACCES: "may not be read by you",
    errno.EPERM: "may not be read by you",
    errno.ENAMETOOLONG: "has a name that is too long",
    errno.ELOOP: "is a link that leads round in a circle",
}


def open_file(path: Path) -> BinaryIO:
    """Open a picture's file, to read and to seek in.

    Args:
        path: a file, or a pipe such as ``/dev/stdin``; of a pipe all is read.

    Raises:
        PictureError: there is none, it may not be read, it is too large or
            empty, or it is something else, such as a folder or a device.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return _checked(path.open("rb"), path)
        if stat.S_ISFIFO(mode):
            return _checked(_drained(path), path)
    except OSError as error:
        fault = _FAULTS.get(error.errno or 0, f"cannot be read: {error.strerror}")
        raise PictureError(f"The picture {path} {fault}.") from error
    except ValueError as error:  # a zero byte in the name
        raise PictureError(f"The picture {path} does not exist.") from error
    kind = "folder" if stat.S_ISDIR(mode) else "device"
    raise PictureError(f"The picture {path} is a {kind}, not a picture.")


def _checked(file: BinaryIO, path: Path) -> BinaryIO:
    """Return an open file that is not empty and not too large."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if 0 < size <= MOST_BYTES:
        return file
    file.close()
    if size:
        raise PictureError(f"The picture {path} is too large: make it smaller first.")
    raise PictureError(f"The picture {path} is empty.")


def _drained(path: Path) -> BytesIO:
    """Return what a pipe gives, until it ends or it is clear that it is of no use."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # does not wait for a writer
    try:
        return BytesIO(_content(handle, path))
    finally:
        os.close(handle)


def _content(handle: int, path: Path) -> bytes:
    content = bytearray()
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    while waiting.poll(PIPE_SILENCE_S * 1000):
        piece = os.read(handle, _PIECE_BYTES)
        content += piece
        endless = len(content) >= START_BYTES and format_of(bytes(content[:START_BYTES])) is None
        if not piece or endless or len(content) > MOST_BYTES:
            return bytes(content)
    raise PictureError(
        f"The picture {path} is a pipe that gave nothing for {PIPE_SILENCE_S:.0f} s."
    )
