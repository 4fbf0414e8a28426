"""Servers that mean no good, by what they do to whoever asks for a stream."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import cv2
import numpy as np

from tests.fakes.clips import make_clip
from tests.fakes.web import Answer, Caller

ZEROS = bytes(2**20)
NOISE = random.Random(7).randbytes(2**20)
PARTS = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"
PLAIN = "HTTP/1.1 200 OK\r\n\r\n"
CLIP = make_clip(options={"movflags": "+faststart"})
SEGMENT = make_clip(form="mpegts")


def jpeg(width: int = 64, height: int = 48) -> bytes:
    return cv2.imencode(".jpg", np.zeros((height, width), np.uint8))[1].tobytes()


def stating(width: int, height: int) -> bytes:
    """A small JPEG that states another size."""
    small = jpeg()
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + height.to_bytes(2) + width.to_bytes(2) + small[at + 4 :]


def bomb() -> bytes:
    """An MP4 of a few kilobytes that announces 134 million pictures."""
    clip = make_clip(options={"movflags": "frag_keyframe+empty_moov"})
    at = clip.index(b"trun") + 8
    return clip[: at - 4] + b"\0\0\0\1" + (2**27).to_bytes(4) + clip[at + 4 :]


def part(content: bytes, length: object = None) -> bytes:
    size = len(content) if length is None else length
    return f"--b\r\nContent-Type: image/jpeg\r\nContent-Length: {size}\r\n\r\n".encode() + content


GOOD = part(jpeg()) + b"\r\n"


def sending(*pieces: str | bytes, then: bytes = b"", wait: bool = False) -> Answer:
    """Send pieces, then one piece for ever or nothing at all, or hang up."""

    def answer(caller: Caller) -> None:
        for piece in pieces:
            caller.send(piece.encode() if isinstance(piece, str) else piece)
        while then and not caller.gone.is_set():
            caller.send(then)
        if wait:
            caller.gone.wait(60.0)

    return answer


def dripping(head: str, drops: Iterable[int]) -> Answer:
    """Send a head at once, and then a byte every half second."""

    def answer(caller: Caller) -> None:
        caller.send(head.encode())
        for drop in drops:
            if caller.gone.wait(0.5):
                return
            caller.send(bytes([drop]))

    return answer


def playlist(*entries: str, head: str = "") -> bytes:
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:1", head]
    for entry in entries:
        lines += ["#EXTINF:0.8,", entry]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode()


def listing(*entries: str, head: str = "", other: bytes = SEGMENT) -> Answer:
    def answer(caller: Caller) -> None:
        is_list = caller.path.endswith(".m3u8")
        caller.reply(playlist(*entries, head=head) if is_list else other)

    return answer


def lying_about_parts(caller: Caller) -> None:
    body = CLIP if caller.header("Range") is None else NOISE[: len(CLIP)]
    status = "200 OK" if caller.header("Range") is None else "206 Partial Content"
    caller.reply(body, status, Accept_Ranges="bytes", Content_Range="bytes 0-1/2")


def refusing_parts(caller: Caller) -> None:
    if caller.header("Range") is None:
        caller.reply(make_clip(), Accept_Ranges="bytes")
    else:
        caller.reply(b"", "416 No")


def redirecting(to: str) -> Answer:
    return lambda caller: caller.reply(b"", "302 Found", Location=to)


def replying(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    return lambda caller: caller.reply(body, status, **headers)


HTTP: dict[str, Answer] = {
    "says nothing": sending(wait=True),
    "hangs up": sending(),
    "garbage for a head": sending(NOISE[:5000]),
    "garbage for a head, without end": sending(then=NOISE),
    "a head without end": sending("HTTP/1.1 200 OK\r\n", then=b"A: b\r\n" * 1000),
    "a line without end": sending("HTTP/1.1 200 OK\r\nA: ", then=b"b" * 65536),
    "a head that drips": dripping("", itertools.cycle(b"HTTP/1.1 200 OK\r\n")),
    "wait, for ever": sending(then=b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "a redirection to itself": redirecting("/live.m3u8"),
    "a redirection to a file": redirecting("file:///etc/passwd"),
    "a redirection to ftp": redirecting("ftp://127.0.0.1/x"),
    "a redirection with a page without end": sending(
        "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", then=ZEROS
    ),
    "401 for ever": replying(b"", "401 No", WWW_Authenticate='Digest realm="x", nonce="n"'),
    "a challenge that is garbage": replying(b"", "401 No", WWW_Authenticate="Digest \x00,,=,"),
    "an error with a page without end": sending("HTTP/1.1 500 Oh\r\n\r\n", then=ZEROS),
    "a page": replying(b"<html>" + b"Welcome! " * 1000, Content_Type="text/html"),
    "nothing in it": replying(b""),
    "zeros without end": sending(PLAIN, then=ZEROS),
    "noise without end": sending(PLAIN, then=NOISE),
    "text without end": sending(PLAIN, then=b"la la la " * 10000),
    "a body that drips": dripping(PLAIN, itertools.cycle(NOISE)),
    "pictures that drip": dripping(PARTS, itertools.cycle(GOOD)),
    "boundaries without end": sending(PARTS, then=b"--b\r\n\r\n" * 10000),
    "heads of parts without end": sending(PARTS, GOOD, "--b\r\n", then=b"A: b\r\n" * 1000),
    "a picture of 2 GB": sending(PARTS, GOOD, part(b"", 2**31 - 1), then=ZEROS),
    "a picture of 2 GB at first": sending(PARTS, part(b"", 2**31 - 1), then=NOISE),
    "a picture of 2 GB that does not come": sending(PARTS, GOOD, part(b"", 2**31), wait=True),
    "a picture of less than nothing": sending(PARTS, then=part(jpeg(), -5)),
    "a picture of 10^30 bytes": sending(PARTS, then=part(jpeg(), 10**30)),
    "a picture without a stated end": sending(
        PARTS, GOOD, "--b\r\nContent-Type: image/jpeg\r\n\r\n", then=NOISE
    ),
    "garbage called pictures": sending(PARTS, then=part(NOISE[:3000])),
    "pictures, then silence": sending(PARTS, GOOD * 3, wait=True),
    "pictures, then garbage": sending(PARTS, GOOD * 3, then=NOISE),
    "pictures, then no more": sending(PARTS, GOOD * 3),
    "8000×6000": sending(PARTS, then=part(jpeg(8000, 6000))),
    "states 60000×60000": sending(PARTS, then=part(stating(60000, 60000))),
    "8000×6000 on the way": sending(PARTS, GOOD * 3, part(jpeg(8000, 6000)), then=GOOD),
    "states 12000×9000 on the way": sending(PARTS, GOOD * 3, then=part(stating(12000, 9000))),
    "shorter than stated": sending("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", CLIP),
    "longer than stated": sending("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", CLIP),
    "a length below nothing": sending("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", CLIP),
    "chunks that are none": sending(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "zz\r\n", then=NOISE
    ),
    "a chunk of 2 GB": sending(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "7fffffff\r\n", then=ZEROS
    ),
    "parts of something else": lying_about_parts,
    "no parts after all": refusing_parts,
    "a clip without end": sending(PLAIN, then=SEGMENT),
    "a bomb of an MP4": replying(bomb()),
    "a playlist of files": listing("file:///etc/passwd", "/etc/passwd", "../../../etc/passwd"),
    "a playlist of itself": listing("live.m3u8", other=playlist("live.m3u8")),
    "a playlist of another server": listing("http://127.0.0.1:9/a.ts"),
    "a playlist of strange protocols": listing("concat:/etc/passwd", "subfile,,:/etc/passwd"),
    "a playlist of 200,000 parts": listing(*["a.ts"] * 200_000),
    "a playlist of garbage": listing("a.ts", other=NOISE[:50_000]),
    "a playlist with a key in a file": listing(
        "a.ts", head='#EXT-X-KEY:METHOD=AES-128,URI="file:///etc/passwd"'
    ),
    "a playlist without end": sending(PLAIN, "#EXTM3U\n", then=b"#EXTINF:1,\na.ts\n" * 1000),
    "a list for concat": replying(b"ffconcat version 1.0\nfile '/etc/passwd'\n"),
    "a description of a session": replying(b"v=0\r\nm=video 5004 RTP/AVP 96\r\n"),
}

RTSP: dict[str, Answer] = {
    "says nothing": sending(wait=True),
    "hangs up": sending(),
    "garbage": sending(NOISE[:5000], wait=True),
    "garbage without end": sending(then=NOISE),
    "a head without end": sending("RTSP/1.0 200 OK\r\n", then=b"A: b\r\n" * 1000),
    "a line without end": sending("RTSP/1.0 200 OK\r\nA: ", then=b"b" * 65536),
    "a head that drips": dripping("", itertools.cycle(b"RTSP/1.0 200 OK\r\n")),
    "a body of 2 GB": sending("RTSP/1.0 200 OK\r\nContent-Length: 2147483647\r\n\r\n", then=ZEROS),
    "a redirection to itself": sending("RTSP/1.0 302 Go\r\nLocation: rtsp://127.0.0.1/\r\n\r\n"),
    "a redirection to a file": sending("RTSP/1.0 302 Go\r\nLocation: file:///etc/passwd\r\n\r\n"),
    "packets without end": sending(then=b"$\0\xff\xff" + bytes(65535)),
}
