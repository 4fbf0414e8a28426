"""What lies on a web server, read like a file."""

from __future__ import annotations

import io
import re

from facecam.capture.media.allowance import Allowance
from facecam.capture.media.http_place import Place
from facecam.capture.media.http_request import request, understood


class HttpBody:
    """A byte source over HTTP, read from any position where the server offers that.

    Attributes:
        kind: the media type that the server states, in lower case.
    """

    def __init__(self, place: Place, allowance: Allowance) -> None:
        """Ask for what is there and wait for the head of the answer.

        Raises:
            LoginError: the server wants another user name or password.
            OSError: there is no such server, or it does not give what was asked for.
            AllowanceError: it did not answer in time.
        """
        self._place = place
        self._allowance = allowance
        self._response = request(place, allowance)
        headers = self._response.headers
        self.kind = headers.get_content_type()
        length = headers.get("Content-Length", "")
        in_parts = headers.get("Accept-Ranges", "").strip().lower() == "bytes"
        self._length = int(length) if in_parts and re.fullmatch("[0-9]{1,18}", length) else None
        self._position = self._response_at = 0

    @property
    def place(self) -> Place:
        """Where it came from in the end, after all redirections."""
        return self._place.moved(self._response.url)

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end.

        Raises:
            OSError: the connection was lost, or the answer was shorter than stated.
            AllowanceError: nothing came in time.
        """
        if self._length is not None and self._position >= self._length:
            return b""
        if self._position != self._response_at:
            self._response.close()
            self._response = request(self._place, self._allowance, self._position)
        data = understood(lambda: self._response.read1(size))
        if self._length is not None and not data:
            raise ConnectionError("it is shorter than the server says")
        self._position += len(data)
        self._response_at = self._position
        return data

    def seekable(self) -> bool:
        """Return whether the server gives parts of a whole whose length it states."""
        return self._length is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Let the next ``read`` begin elsewhere; return where."""
        start = {io.SEEK_CUR: self._position, io.SEEK_END: self._length or 0}.get(whence, 0)
        if start + offset < 0:
            raise OSError("there is nothing before the beginning")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def part(self, url: str) -> HttpBody:
        """Open what a playlist that lies here names, within the same allowance.

        Raises:
            OSError: it lies on another server, or cannot be opened.
            AllowanceError: it did not answer in time.
        """
        here, there = self.place, self.place.moved(url)
        if there.server != here.server:
            raise PermissionError("a playlist may only name what lies on its own server")
        return HttpBody(there, self._allowance)

    def close(self) -> None:
        """Hang up."""
        self._response.close()
