"""A stream from the network: RTSP, or MJPEG, HLS and recordings over HTTP."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from facecam.address import shown_source
from facecam.capture.media.allowance import Allowance, AllowanceError
from facecam.capture.source import NotThereYetError, Picture, RefusedError
from facecam.errors import CaptureError
from facecam.printable import printable

if TYPE_CHECKING:  # they bring FFmpeg and HTTP, which a camera does without
    from facecam.capture.media.container import Container
    from facecam.capture.media.http_body import HttpBody
    from facecam.capture.media.recording import Recording

SCHEMES = ("rtsp", "rtsps", "http", "https")

_PATIENCE_S = 5.0
_MJPEG = "multipart/x-mixed-replace"


class Stream:
    """A network camera, or a recording on a web server, which then plays like a file.

    Nothing that may be a password is in ``name`` or in an error.
    """

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self._container: Container | None = None
        self._recording: Recording | None = None
        self.name = printable(shown_source(self._url))

    @property
    def live(self) -> bool:
        """False once it is open and turns out to be a recording."""
        return self._recording is None

    @property
    def fps(self) -> float | None:
        """Pictures a second as the stream says; None while closed."""
        return self._container.fps if self._container else None

    def open(self) -> None:
        """Connect, giving up after five seconds.

        Raises:
            RefusedError: the server wants another user name or password.
            NotThereYetError: there are no pictures at the address now.
        """
        from facecam.capture.media.recording import Recording

        self.close()
        try:
            self._container = self._connect(f"The stream {self.name}")
        except RefusedError:
            raise
        except CaptureError as error:
            raise NotThereYetError(str(error)) from None
        if self._container.is_recording:
            self._recording = Recording(self._container)

    def read(self) -> Picture | None:
        """Wait for the next picture, at most five seconds; None at a recording's end.

        Raises:
            CaptureError: the stream is closed or has stopped.
        """
        if self._recording:
            return self._recording.read()
        frame = self._container.next() if self._container else None
        if self._container is None or frame is None:
            raise CaptureError(f"The stream {self.name} has stopped.")
        return Picture(self._container.picture(frame))

    def skip_to(self, position_s: float) -> int:
        """Pass over a recording's pictures due before ``position_s``; return how many."""
        return self._recording.skip_to(position_s) if self._recording else 0

    def close(self) -> None:
        """Hang up."""
        if self._container:
            self._container.close()
        self._container = self._recording = None

    def _connect(self, title: str) -> Container:
        from facecam.capture.media.opening import open_bytes, open_rtsp

        allowance = Allowance(_PATIENCE_S)
        if self._url.lower().startswith("rtsp"):
            return open_rtsp(title, self._url, allowance, _PATIENCE_S)
        body = self._ask(title, allowance)
        return open_bytes(
            title,
            body,
            allowance,
            name=body.place.url,
            form="mpjpeg" if body.kind == _MJPEG else None,
            part=body.part,
            live=not body.seekable(),
        )

    def _ask(self, title: str, allowance: Allowance) -> HttpBody:
        from facecam.capture.media.http_body import HttpBody
        from facecam.capture.media.http_place import Place
        from facecam.capture.media.http_request import LoginError

        try:
            return HttpBody(Place.of(self._url), allowance)
        except LoginError as error:
            raise RefusedError(f"{title} cannot be opened: {error}.") from None
        except (OSError, AllowanceError) as error:
            raise NotThereYetError(f"{title} cannot be opened: {error}.") from None


def _checked(url: str) -> str:
    """Return an address as text, whatever the system took its bytes for.

    Raises:
        CaptureError: it is no address at all.
    """
    try:
        text = os.fsencode(url).decode()
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise CaptureError(
            "The stream's address is not well formed: it must be like rtsp://host:554/path, "
            "with %2F, %3F and %23 for / ? # in a password."
        ) from error
    if not host:
        raise CaptureError("The stream's address names no host, as in rtsp://host/path.")
    return text
