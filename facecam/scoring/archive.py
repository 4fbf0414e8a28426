"""Arrays out of an ``.npz`` file that anybody may have written.

Nothing is believed that the file says of itself: not how much it unpacks to, nor
how large an array is. What it may hold is said beforehand, and no pickles.
"""

from __future__ import annotations

import io
import math
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from facecam.files import read_at_most

MOST_PACKED = 8 * 2**20
MOST_UNPACKED = 64 * 2**20
"""Bytes; the calibration that ships has 0.1 MB of either kind."""
LONGEST_HEADER = 1000
_VERSION = (1, 0)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    SyntaxError,
    MemoryError,
    OverflowError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""All that zipfile and numpy raise over bytes that are no archive."""


class ArchiveError(ValueError):
    """A file is not an archive of the arrays wanted; the text says why, without a full stop."""


def read_arrays(file: Path, wanted: Mapping[str, tuple[str, int]]) -> dict[str, NDArray[Any]]:
    """Read arrays out of an ``.npz`` file.

    Args:
        file: where it is.
        wanted: for each array's name its kind, as ``numpy.dtype.kind``, and how many
            axes it has.

    Returns:
        The arrays by name; others in the file are passed over.

    Raises:
        OSError: the file cannot be read.
        ArchiveError: it is damaged, too large, or has not what is wanted.
    """
    content = read_at_most(file, MOST_PACKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise ArchiveError(f"it unpacks to more than {MOST_UNPACKED >> 20} MB")
            return {
                name: _array(_member(archive, f"{name}.npy"), kind, axes)
                for name, (kind, axes) in wanted.items()
            }
    except ArchiveError:
        raise
    except _UNREADABLE as error:
        raise ArchiveError(f"it cannot be unpacked ({error})") from error


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return what a member holds, which is no more than the directory says."""
    member = archive.getinfo(name)
    if member.compress_type not in _PACKINGS or member.flag_bits & _ENCRYPTED:
        raise ArchiveError(f"{name} is packed in another way")
    with archive.open(member) as stream:
        return stream.read(member.file_size)  # without a number all of it is unpacked first


def _array(content: bytes, kind: str, axes: int) -> NDArray[Any]:
    """Return the array of an ``.npy`` file whose header and content agree."""
    stream = io.BytesIO(content)
    if npy.read_magic(stream) != _VERSION:
        raise ArchiveError("it has an array of another version")
    shape, by_columns, dtype = npy.read_array_header_1_0(stream, LONGEST_HEADER)
    rest = content[stream.tell() :]
    if dtype.kind != kind or len(shape) != axes:
        raise ArchiveError(f"it has an array of {dtype} with {len(shape)} axes")
    if min(shape, default=1) < 1 or math.prod(shape) * dtype.itemsize != len(rest):
        raise ArchiveError(f"it has {len(rest)} bytes for an array {shape} of {dtype}")
    return np.ndarray(shape, dtype, rest, order="F" if by_columns else "C")
