"""Giving back the memory of a weights file once its network has been planned.

LiteRT maps the file and XNNPACK copies the weights into an order of its own;
from then on the file's pages are only a second copy. They are given back, not
unmapped: whatever is read again comes from the file again.
"""

from __future__ import annotations

import ctypes
import mmap
import os
from contextlib import suppress
from pathlib import Path

_MAPPINGS = Path("/proc/self/maps")


def give_back_pages(path: Path) -> None:
    """Let the system have the pages of ``path`` that this process only reads.

    Does nothing where there is no ``/proc`` (it is Linux's way of saying what
    is mapped where), nor for a file that is not mapped.
    """
    with suppress(OSError):
        for start, end in _read_only(path.resolve(), os.fsdecode(_MAPPINGS.read_bytes())):
            # A refusal costs memory only, so its answer is ignored.
            ctypes.CDLL(None).madvise(
                ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED
            )


def _read_only(path: Path, mappings: str) -> list[tuple[int, int]]:
    """Return where ``path`` is mapped, without what could have been written to."""
    found = []
    for line in mappings.splitlines():
        where, rights, _offset, _device, _inode, *name = line.split(maxsplit=5)
        if name == [str(path)] and rights.startswith("r--"):
            start, _, end = where.partition("-")
            found.append((int(start, 16), int(end, 16)))
    return found
