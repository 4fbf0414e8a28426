"""A pipe, read without ever waiting longer than allowed."""

from __future__ import annotations

import os
import select
from pathlib import Path

from facecam.capture.media.allowance import Allowance


class Pipe:
    """A byte source over a named pipe, or over standard input where a program writes into it."""

    def __init__(self, path: Path, allowance: Allowance) -> None:
        """Open it, whether or not anybody writes into it yet.

        Raises:
            OSError: it cannot be opened.
        """
        self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self._allowance = allowance
        self._position = 0
        self._ready = select.poll()
        self._ready.register(self._descriptor, select.POLLIN)

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes as soon as there are any, none once all writers have left.

        Raises:
            AllowanceError: nobody wrote in time.
            OSError: reading failed.
        """
        while True:
            left_s = self._allowance.remaining_s()
            if self._ready.poll(None if left_s is None else max(1, round(1000 * left_s))):
                data = os.read(self._descriptor, size)
                self._position += len(data)
                return data

    def seekable(self) -> bool:
        """Say no: what went through a pipe is gone."""
        return False

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        """Refuse.

        Raises:
            OSError: always.
        """
        raise OSError("A pipe can only be read on")

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position

    def close(self) -> None:
        """Close it. Harmless twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1
