"""A network camera on loopback that speaks RTSP: a clip as MPEG-TS, inside the connection."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.fakes.clips import make_clip

_TS = 188
_PACKETS_AT_ONCE = 7
_LIMIT_S = 10.0


class RtspCamera:
    """Plays a clip of 20 pictures over and over to one viewer after another.

    Attributes:
        url: where it is, with a user name and a password.
        asked: the methods of all requests, in order.
        status: what it answers to every request but OPTIONS.
        silent: while set, it sends no pictures.
        clip: what it plays, MPEG-TS.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = "200 OK"
        self.silent = threading.Event()
        self.clip = make_clip(form="mpegts")
        self._gone = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rtsp://me:secret@127.0.0.1:{self._listener.getsockname()[1]}/live"
        self._thread = threading.Thread(target=self._serve)
        self._viewer: socket.socket | None = None

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def hang_up(self) -> None:
        """Cut the present viewer off."""
        if self._viewer is not None:
            with suppress(OSError):
                self._viewer.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Serve nobody any more."""
        self._gone.set()
        self.hang_up()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(_LIMIT_S)

    def _serve(self) -> None:
        while not self._gone.is_set():
            with suppress(OSError):
                self._viewer, _ = self._listener.accept()
                with self._viewer:
                    self._answer(self._viewer)

    def _answer(self, viewer: socket.socket) -> None:
        requests = viewer.makefile("rb")
        while head := _head(requests):
            method, number = head[0].split(" ")[0], _field(head, "CSeq")
            self.asked.append(method)
            status = "200 OK" if method == "OPTIONS" else self.status
            lines, body = _REPLIES.get(method, ([], ""))
            if body:
                lines = [*lines, f"Content-Length: {len(body)}"]
            reply = [f"RTSP/1.0 {status}", f"CSeq: {number}", "Session: 1", *lines, "", body]
            viewer.sendall("\r\n".join(reply).encode())
            if method == "PLAY" and status.startswith("200"):
                self._play(viewer)

    def _play(self, viewer: socket.socket) -> None:
        step = _TS * _PACKETS_AT_ONCE
        pieces = [self.clip[at : at + step] for at in range(0, len(self.clip), step)]
        number = 0
        while not self._gone.wait(0.002):
            if self.silent.is_set():
                continue
            payload = pieces[number % len(pieces)]
            rtp = struct.pack(">BBHII", 0x80, 33, number % 65536, number * 900 % 2**32, 1) + payload
            viewer.sendall(struct.pack(">cBH", b"$", 0, len(rtp)) + rtp)
            number += 1


_DESCRIPTION = "\r\n".join(
    (
        "v=0",
        "o=- 0 0 IN IP4 127.0.0.1",
        "s=-",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "m=video 0 RTP/AVP 33",
        "a=control:track",
        "",
    )
)
_REPLIES = {
    "OPTIONS": (["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"], ""),
    "DESCRIBE": (["Content-Type: application/sdp"], _DESCRIPTION),
    "SETUP": (["Transport: RTP/AVP/TCP;unicast;interleaved=0-1"], ""),
}


def _head(requests: Iterator[bytes]) -> list[str]:
    """The lines of the next request; none once the viewer has left."""
    lines: list[str] = []
    for line in requests:
        if not line.strip():
            break
        lines.append(line.decode().strip())
    return lines


def _field(head: list[str], name: str) -> str:
    return next(line.partition(": ")[2] for line in head if line.startswith(name))


@contextmanager
def rtsp_camera() -> Iterator[RtspCamera]:
    """A camera that serves until the block ends."""
    camera = RtspCamera()
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()
