"""Files that break off: used if no pixel is missing, refused otherwise.

What a file lacks is filled in, in two ways. If both give the same pixels, all of
them are determined by what is there: the end marker is missing, or a row's
padding, and nothing that is seen.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

import numpy as np

from facecam.picture.decoding import DamagedPictureError, Decoded, decode
from facecam.picture.formats import Format

_END_OF_IMAGE = b"\xff\xd9"
_GUESSES = (bytes(256), b"\xaa" * 256)
_RESTARTS = [bytes([0xFF, 0xD0 + n]) for n in range(8)]
_FILLINGS = {
    # Pieces between restart markers, without which a reader passes over the rest.
    "JPEG": tuple(guess.join([b"", *_RESTARTS, _END_OF_IMAGE]) for guess in _GUESSES),
    "JPEG2000": (_END_OF_IMAGE,),  # its reader refuses what lacks more than this
}
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd8])")  # those that stand alone left out
_LARGEST_BYTES = 2**26
"""Of a file that is decoded more than once."""
_CORNER_PX = 64
_SECTOR_BYTES = 512
"""What a disk writes at once."""


def decode_whole(file: BinaryIO, form: Format) -> Decoded:
    """Decode a picture of which no pixel is missing; otherwise as ``decode``.

    Raises:
        DamagedPictureError: it is damaged, or pixels are missing.
        TooLargeError: see ``decode``.
        PictureError: see ``decode``.
    """
    with suppress(DamagedPictureError):
        found = decode(file, form)
        if form.readers != ("JPEG",) or not _may_be_filled_in(file, found):
            return found
        del found  # it may be large
    return _completed(_content(file), form)


def _may_be_filled_in(file: BinaryIO, found: Decoded) -> bool:
    """Tell whether JPEG's reader may have made up what is missing, which it does in one colour."""
    file.seek(-len(_END_OF_IMAGE), os.SEEK_END)
    is_flat = not np.ptp(found.values[-1, -_CORNER_PX:], axis=0).any()
    return is_flat or file.read() != _END_OF_IMAGE


def _completed(content: bytes, form: Format) -> Decoded:
    """Decode a file that may lack its end.

    Raises:
        DamagedPictureError: pixels are missing, or it is damaged in another way.
        TooLargeError: see ``decode``.
        PictureError: see ``decode``.
    """
    reader = form.readers[0]
    if reader == "JPEG":
        content = _scans(content)
    if reader in _FILLINGS:
        content = content.rstrip(_END_OF_IMAGE[:1])
    first, *others = (
        decode(BytesIO(content + filling), form) for filling in _FILLINGS.get(reader, _GUESSES)
    )
    if any(not np.array_equal(first.values, other.values) for other in others):
        raise DamagedPictureError
    return first


def _scans(content: bytes) -> bytes:
    """Return a JPEG up to its end marker; without one, up to what a broken copy left empty."""
    place = len(_END_OF_IMAGE)
    while found := _JPEG_MARKER.search(content, place):
        if found[0] == _END_OF_IMAGE:
            return content[: found.start()]
        place = found.end() + int.from_bytes(content[found.end() : found.end() + 2])
    return content.rstrip(b"\0") if content.endswith(bytes(_SECTOR_BYTES)) else content


def _content(file: BinaryIO) -> bytes:
    if file.seek(0, os.SEEK_END) > _LARGEST_BYTES:
        raise DamagedPictureError
    file.seek(0)
    return file.read()
