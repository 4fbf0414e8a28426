"""A web server on loopback that answers exactly as the test says, byte by byte."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

TIMEOUT_S = 10.0

Answer = Callable[["Caller"], None]


class Caller:
    """One connection to the server.

    Attributes:
        head: what was asked, line by line.
        gone: set when the server is to end, for answers that go on until then.
    """

    def __init__(self, connection: socket.socket, head: str, gone: threading.Event) -> None:
        self.head = head.splitlines()
        self.gone = gone
        self._connection = connection

    @property
    def path(self) -> str:
        """What was asked for."""
        return self.head[0].split(" ")[1]

    def header(self, name: str) -> str | None:
        """One line of what was asked."""
        found = (re.fullmatch(rf"{name}: *(.*)", line, re.IGNORECASE) for line in self.head)
        return next((match[1] for match in found if match), None)

    def send(self, data: bytes) -> None:
        """Send bytes as they are.

        Raises:
            OSError: the caller has left.
        """
        self._connection.sendall(data)

    def reply(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """Send a whole answer; underscores in names of headers stand for hyphens."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def file(self, body: bytes) -> None:
        """Give a file, or the part of it that was asked for."""
        asked = self.header("Range")
        if asked is None:
            self.reply(body, Accept_Ranges="bytes")
            return
        start = int(asked.removeprefix("bytes=").partition("-")[0])
        place = f"bytes {start}-{len(body) - 1}/{len(body)}"
        self.reply(body[start:], "206 Partial Content", Content_Range=place)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.gone = threading.Event()
        self.connections: list[socket.socket] = []


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        connection: socket.socket = self.request
        self.server.connections.append(connection)
        head = b""
        with suppress(OSError):  # whoever asked may leave at any time
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.server.answer(Caller(connection, head.decode(), self.server.gone))


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Serve until the block ends; gives the server's address, ``http://127.0.0.1:port``."""
    with _Server(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.gone.set()
            for connection in server.connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            server.shutdown()
            thread.join(TIMEOUT_S)
