"""A video file, or a pipe through which a video comes."""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from facecam.capture.media.allowance import Allowance
from facecam.capture.media.cut_off import missing_bytes
from facecam.capture.media.pipe import Pipe
from facecam.capture.source import Picture
from facecam.errors import CaptureError
from facecam.printable import printable

if TYPE_CHECKING:  # it brings FFmpeg, which a camera does without
    from facecam.capture.media.recording import Recording

_PATIENCE_S = 10.0  # with whoever writes into a pipe


class VideoFile:
    """A video in any format that FFmpeg reads, from its beginning to its end.

    The file is opened here, and FFmpeg gets its bytes but never its name: a name
    may hold any bytes, and FFmpeg takes some names for addresses.
    """

    live = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None  # None for a pipe as well; the recording closes it
        self._recording: Recording | None = None
        self._title = f"The video {path}"
        self.name = printable(path.name)

    @property
    def fps(self) -> float | None:
        """Pictures a second; None while closed."""
        return self._recording.fps if self._recording else None

    def open(self) -> None:
        """Open the file at its beginning.

        Raises:
            CaptureError: it is missing, not permitted, empty, or not a video.
        """
        self.close()
        try:
            self._recording = self._opened()
        except OSError as error:
            raise CaptureError(f"{self._title} cannot be read: {error.strerror}.") from error

    def read(self) -> Picture | None:
        """Return the next picture; None at the end.

        Raises:
            CaptureError: the file is closed, has no picture that can be read,
                cannot be read on, or was cut off.
        """
        if self._recording is None:
            raise CaptureError(f"{self._title} is not open.")
        picture = self._recording.read()
        if picture is None:
            self._refuse_a_fragment(self._recording)
        return picture

    def skip_to(self, position_s: float) -> int:
        """Pass over the pictures due before ``position_s``; return how many."""
        return self._recording.skip_to(position_s) if self._recording else 0

    def close(self) -> None:
        """Release the file."""
        if self._recording:
            self._recording.close()
        self._recording = self._file = None

    def _opened(self) -> Recording:
        from facecam.capture.media.opening import open_bytes
        from facecam.capture.media.recording import Recording

        if stat.S_ISFIFO(self._path.stat().st_mode):
            allowance = Allowance(_PATIENCE_S)
            return Recording(open_bytes(self._title, Pipe(self._path, allowance), allowance))
        self._file = self._path.open("rb", buffering=0)
        if os.fstat(self._file.fileno()).st_size == 0:
            self._file.close()
            raise CaptureError(f"{self._title} is empty.")
        return Recording(open_bytes(self._title, self._file, Allowance()))

    def _refuse_a_fragment(self, recording: Recording) -> None:
        if recording.position_s is None:
            raise CaptureError(
                f"{self._title} holds no picture that can be read: damaged, or too large."
            )
        missing = missing_bytes(self._file) if self._file else 0
        if missing:
            raise CaptureError(
                f"{self._title} is damaged or incomplete: it breaks off at "
                f"{recording.position_s:.1f} s, and {missing:,} bytes are missing."
            )
