"""Bytes for FFmpeg, from wherever they come."""

from __future__ import annotations

from typing import Protocol

from facecam.capture.media.allowance import Allowance, AllowanceError


class ByteSource(Protocol):
    """An open file, pipe or answer of a web server, read from its present position."""

    def read(self, size: int, /) -> bytes | None:
        """Return up to ``size`` bytes as soon as there are any, none at the end.

        Raises:
            OSError: reading failed.
            AllowanceError: they were waited for as long as they may be.
        """

    def seekable(self) -> bool:
        """Return whether ``seek`` works."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go elsewhere, as files do; return the new position.

        Raises:
            OSError: it cannot.
        """

    def tell(self) -> int:
        """Return the position."""

    def close(self) -> None:
        """Release it. Harmless twice."""


class Supply:
    """A byte source as PyAV wants it: trouble ends the bytes and is kept for later.

    An exception must not pass through FFmpeg's C code: FFmpeg reads again after
    a failure, and PyAV prints a second exception to standard error.

    Attributes:
        name: PyAV hands it to FFmpeg, as the address that relative ones belong to.
        fault: what ended the bytes before their end; None while all is well.
    """

    def __init__(self, source: ByteSource, allowance: Allowance, name: str = "") -> None:
        self.name = name
        self._source = source
        self._allowance = allowance
        self.fault: OSError | AllowanceError | None = None

    def readable(self) -> bool:
        """Say yes: PyAV asks."""
        return True

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes; none at the end and after a fault."""
        if self.fault is not None:
            return b""
        try:
            self._allowance.remaining_s()
            data = self._source.read(size) or b""
            self._allowance.take(len(data))
        except (OSError, AllowanceError) as fault:
            self.fault = fault
            return b""
        return data

    def seekable(self) -> bool:
        """Return whether the source can be read in any order."""
        return self._source.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go elsewhere; return the new position, or -1 where that failed, as FFmpeg expects."""
        try:
            return self._source.seek(offset, whence)
        except OSError as fault:
            self.fault = self.fault or fault
            return -1

    def tell(self) -> int:
        """Return the position."""
        return self._source.tell()

    def close(self) -> None:
        """Release the source."""
        self._source.close()
