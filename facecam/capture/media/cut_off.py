"""Whether a recording was cut off, from what the outer parts of its format say of their length.

The duration in a header is no witness: trimming leaves it too long, and many a
writer guesses. The length in bytes of the part that holds the pictures is one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import FileIO
from typing import NamedTuple

_MP4_STARTS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"styp")
_MP4_PICTURES = (b"mdat", b"moof")
_ASF_START = bytes.fromhex("3026b2758e66cf11a6d900aa")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675


class ContainerPart(NamedTuple):
    """A part of a file.

    Attributes:
        end: where it ends, bytes from the file's beginning, as the file says.
        has_pictures: whether pictures are in it.
    """

    end: int
    has_pictures: bool


def missing_bytes(file: FileIO) -> int:
    """Return how many bytes of a recording's pictures lie beyond the file's end.

    Args:
        file: open for reading in binary; its position changes.

    Returns:
        0 for a file that is whole, and for formats that do not say: MP4 and its
        kin (MOV, M4V, 3GP), Matroska and WebM, AVI, FLV and WMV do.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[4:8] in _MP4_STARTS:
        parts = _boxes(file, size)
    elif head[:4] == b"RIFF":
        parts = _chunks(file, size)
    elif int.from_bytes(head[:4]) == _EBML:
        parts = _elements(file, size)
    elif head[:3] == b"FLV":
        parts = _tags(file, size)
    elif head == _ASF_START:
        parts = _asf(file)
    else:
        return 0
    return max([0, *(part.end - size for part in parts if part.has_pictures)])


def _boxes(file: FileIO, size: int) -> Iterator[ContainerPart]:
    """Yield the outermost boxes of an MP4."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        if length < 8:  # 0 stands for "up to the end"
            return
        at += length
        yield ContainerPart(at, kind in _MP4_PICTURES)


def _chunks(file: FileIO, size: int) -> Iterator[ContainerPart]:
    """Yield the chunks within the outermost chunks of an AVI, of which a long one has several."""
    at = 0
    while at + 12 <= size:
        file.seek(at)
        head = file.read(12)
        kind, length, form = head[:4], int.from_bytes(head[4:8], "little"), head[8:12]
        if kind == b"RIFF":
            at += 12
            continue
        at += 8 + length + length % 2
        yield ContainerPart(at, kind == b"LIST" and form == b"movi")


def _elements(file: FileIO, size: int) -> Iterator[ContainerPart]:
    """Yield the elements within the segment of a Matroska file."""
    at, segment_end, is_cluster = 0, 0, False
    while at < size:
        file.seek(at)
        head = file.read(12)
        name_size, length_size = _vint_size(head), _vint_size(head[_vint_size(head) :])
        name = int.from_bytes(head[:name_size])
        length = int.from_bytes(head[name_size : name_size + length_size]) % (1 << 7 * length_size)
        is_unknown = length == (1 << 7 * length_size) - 1
        at += name_size + length_size
        if name == _SEGMENT:
            segment_end = 0 if is_unknown else at + length
            continue
        if is_unknown:
            return
        at += length
        is_cluster = name == _CLUSTER
        yield ContainerPart(at, is_cluster)
    if is_cluster:  # nothing follows it: its neighbours or the index may be cut off
        yield ContainerPart(segment_end, has_pictures=True)


def _tags(file: FileIO, size: int) -> Iterator[ContainerPart]:
    """Yield the tags of a Flash video, in which pictures and sound take turns."""
    file.seek(5)
    at = int.from_bytes(file.read(4)) + 4
    while at < size:
        file.seek(at)
        head = file.read(4)
        at += 11 + int.from_bytes(head[1:4]) + 4
        yield ContainerPart(at, has_pictures=True)


def _asf(file: FileIO) -> Iterator[ContainerPart]:
    """Yield the whole of a Windows Media file, which states its size in its head."""
    file.seek(0)
    _, found, properties = file.read(4096).partition(_ASF_PROPERTIES)
    if found:
        yield ContainerPart(int.from_bytes(properties[24:32], "little"), has_pictures=True)


def _vint_size(head: bytes) -> int:
    """Return how many bytes a Matroska number takes: its first byte's leading zeros say."""
    return 9 - head[0].bit_length() if head else 1
