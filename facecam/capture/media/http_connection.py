"""Connections to web servers whose answers are waited for within an allowance."""

from __future__ import annotations

import io
import socket
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING

from facecam.capture.media.allowance import Allowance

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def connections_within(allowance: Allowance) -> tuple[type[HTTPConnection], type[HTTPSConnection]]:
    """Return classes of connections whose answers, head and body, come within an allowance.

    A socket's own time limit is for each piece that comes: one byte a second never exceeds it.
    """

    class TimedResponse(HTTPResponse):
        def __init__(
            self,
            sock: socket.socket,
            debuglevel: int = 0,
            method: str | None = None,
            url: str | None = None,
        ) -> None:
            super().__init__(sock, debuglevel, method, url)
            self.fp.close()
            self.fp = io.BufferedReader(_TimedSocket(sock, allowance))

    class Plain(HTTPConnection):
        response_class = TimedResponse

    class Secure(HTTPSConnection):
        response_class = TimedResponse

    return Plain, Secure


class _TimedSocket(io.RawIOBase):
    """A socket's bytes, each piece waited for only as long as the allowance still allows."""

    def __init__(self, sock: socket.socket, allowance: Allowance) -> None:
        self._sock = sock
        self._share = sock.makefile("rb", buffering=0)  # keeps the socket open until closed
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while True:
            self._sock.settimeout(self._allowance.remaining_s())
            with suppress(TimeoutError):  # then the allowance is used up, and says by what
                return self._sock.recv_into(buffer)

    def close(self) -> None:
        self._share.close()
        super().close()
