"""A video file."""

from __future__ import annotations

from pathlib import Path

import cv2

from facecam.capture.opencv import open_reader
from facecam.capture.recording import Recording
from facecam.capture.source import Picture
from facecam.errors import CaptureError


class VideoFile:
    """A video in any format that FFmpeg reads, from its beginning to its end."""

    live = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._recording: Recording | None = None
        self.name = path.name

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
            with self._path.open("rb") as file:
                empty = not file.read(1)
        except OSError as error:
            raise CaptureError(
                f"The video {self._path} cannot be read: {error.strerror}."
            ) from error
        if empty:
            raise CaptureError(f"The video {self._path} is empty.")
        # Made absolute because FFmpeg takes "-" and "name:..." for protocols, not files.
        reader = open_reader(str(self._path.absolute()), cv2.CAP_FFMPEG)
        if reader is None:
            raise CaptureError(
                f"The file {self._path} cannot be played: it is damaged, incomplete, "
                "or not a video with pictures in it."
            )
        self._recording = Recording(reader)

    def read(self) -> Picture | None:
        """Return the next picture; None at the end.

        Raises:
            CaptureError: the file is closed, has no picture that can be read,
                or breaks off well before its stated length.
        """
        if self._recording is None:
            raise CaptureError(f"The video {self._path} is not open.")
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
        self._recording = None

    def _refuse_a_fragment(self, recording: Recording) -> None:
        if recording.position_s < 0:
            raise CaptureError(f"The video {self._path} holds no picture that can be read.")
        if recording.breaks_off:
            raise CaptureError(
                f"The video {self._path} is damaged or incomplete: it breaks off at "
                f"{recording.position_s:.1f} s of {recording.duration_s:.1f} s."
            )
