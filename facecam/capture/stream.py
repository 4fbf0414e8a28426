"""A stream from the network: RTSP, or MJPEG and recordings over HTTP."""

from __future__ import annotations

from urllib.parse import urlsplit

import cv2

from facecam.capture.opencv import Reader, open_reader
from facecam.capture.recording import Recording
from facecam.capture.source import Picture
from facecam.errors import CaptureError

SCHEMES = ("rtsp", "rtsps", "http", "https")

_PATIENCE_MS = 4000
_OPTIONS = (
    *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _PATIENCE_MS),
    *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, _PATIENCE_MS),
)


class Stream:
    """A network camera, or a recording on a web server, which then plays like a file.

    User name, password and query stay out of everything that is shown: the
    query often holds a key.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._reader: Reader | None = None
        self._recording: Recording | None = None
        self.name = shown_address(url)

    @property
    def live(self) -> bool:
        """False once it is open and turns out to be a recording."""
        return self._recording is None

    @property
    def fps(self) -> float | None:
        """Pictures a second as the stream says; None while closed."""
        return self._reader.fps if self._reader else None

    def open(self) -> None:
        """Connect, giving up after four seconds.

        Raises:
            CaptureError: there is no stream of pictures at the address.
        """
        self.close()
        self._reader = open_reader(self._url, cv2.CAP_FFMPEG, _OPTIONS)
        if self._reader is None:
            raise CaptureError(
                f"The stream {self.name} cannot be opened: check the address, the password, "
                "and that the camera is on."
            )
        self._recording = Recording(self._reader) if self._reader.picture_count else None

    def read(self) -> Picture | None:
        """Wait for the next picture, at most four seconds; None at a recording's end.

        Raises:
            CaptureError: the stream is closed or has stopped.
        """
        if self._recording:
            return self._recording.read()
        image = self._reader.read() if self._reader else None
        if image is None:
            raise CaptureError(f"The stream {self.name} has stopped.")
        return Picture(image)

    def skip_to(self, position_s: float) -> int:
        """Pass over a recording's pictures due before ``position_s``; return how many."""
        return self._recording.skip_to(position_s) if self._recording else 0

    def close(self) -> None:
        """Hang up."""
        if self._reader:
            self._reader.close()
        self._reader = None
        self._recording = None


def shown_address(url: str) -> str:
    """Return an address without user name, password, query and fragment.

    Raises:
        CaptureError: it is no address at all.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise CaptureError("The stream's address is not well formed.") from error
    if not host:
        raise CaptureError("The stream's address names no host, as in rtsp://host/path.")
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path}"
