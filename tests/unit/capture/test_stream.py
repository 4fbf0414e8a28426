"""Streams over HTTP, from a server on loopback; RTSP is in the integration tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue

import cv2
import numpy as np
import pytest

from facecam.capture.source import NotThereYetError, RefusedError
from facecam.capture.stream import Stream
from facecam.errors import CaptureError
from tests.fakes.clips import grey_of, make_clip, number_in
from tests.fakes.web import Answer, Caller, serving

BOUNDARY = "multipart/x-mixed-replace; boundary=frame"


def jpeg(number: int, size: tuple[int, int] = (64, 48)) -> bytes:
    grey = np.full((size[1], size[0]), grey_of(number), np.uint8)
    return cv2.imencode(".jpg", grey)[1].tobytes()


def part(content: bytes, length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def parts(*contents: bytes, then: bytes = b"") -> Answer:
    """Answer with parts of a stream of pictures, and then hang up."""

    def answer(caller: Caller) -> None:
        caller.send(f"HTTP/1.1 200 OK\r\nContent-Type: {BOUNDARY}\r\n\r\n".encode())
        for content in contents:
            caller.send(content)
        while then and not caller.gone.is_set():
            caller.send(then)

    return answer


@contextmanager
def streaming(answer: Answer, path: str = "/live") -> Iterator[Stream]:
    with serving(answer) as url:
        stream = Stream(url + path)
        yield stream
        stream.close()


def test_a_stream_of_pictures_gives_them_in_order_without_positions() -> None:
    with streaming(parts(*[part(jpeg(n)) for n in range(8)])) as stream:
        stream.open()
        assert stream.live
        pictures = [stream.read() for _ in range(7)]
        assert [number_in(p.image) for p in pictures if p] == list(range(7))
        assert {p.position_s for p in pictures if p} == {None}
        assert pictures[0] is not None
        assert pictures[0].image.shape == (48, 64, 3)


def test_a_stream_that_hangs_up_has_stopped() -> None:
    with streaming(parts(*[part(jpeg(n)) for n in range(3)])) as stream:
        stream.open()
        with pytest.raises(CaptureError, match=rf"The stream {re.escape(stream.name)} has stopped"):
            for _ in range(4):
                stream.read()


def test_a_picture_in_a_stream_that_is_too_large_is_passed_over(monkeypatch) -> None:
    limits = {"max_pixels": "4000"}
    monkeypatch.setattr("facecam.capture.media.opening.DECODER", limits)
    monkeypatch.setattr("facecam.capture.media.container.DECODER", limits)
    sent = [jpeg(0), jpeg(1, (640, 480)), jpeg(2), jpeg(3)]
    with streaming(parts(*map(part, sent))) as stream:
        stream.open()
        shapes = [picture.image.shape for picture in (stream.read(), stream.read()) if picture]
        assert shapes == [(48, 64, 3)] * 2


def test_a_picture_that_never_ends_is_given_up_before_it_fills_the_memory() -> None:
    endless = parts(part(jpeg(0)), part(b"", length=2**31 - 1), then=bytes(2**20))
    with (
        streaming(endless) as stream,
        pytest.raises(CaptureError, match="more than 128 MB without"),
    ):
        stream.open()
        for _ in range(3):
            stream.read()


def test_garbage_is_said_to_be_no_picture(monkeypatch) -> None:
    monkeypatch.setattr("facecam.capture.stream._PATIENCE_S", 0.2)
    garbage = parts(part(jpeg(0)), part(jpeg(1)), then=part(bytes(1000)))
    sentence = "sends data, but no picture that can be read"
    with streaming(garbage) as stream, pytest.raises(CaptureError, match=sentence):
        stream.open()
        for _ in range(3):
            stream.read()


def test_silence_is_said_to_be_silence(monkeypatch) -> None:
    monkeypatch.setattr("facecam.capture.stream._PATIENCE_S", 0.2)

    def answer(caller: Caller) -> None:
        parts(*[part(jpeg(n)) for n in range(3)])(caller)
        caller.gone.wait(10.0)

    with streaming(answer) as stream, pytest.raises(CaptureError, match="it sends nothing"):
        stream.open()
        for _ in range(4):
            stream.read()


@pytest.mark.parametrize(
    ("form", "path"), [("mp4", "/clip"), ("matroska", "/clip"), ("mpegts", "/clip.ts")]
)
def test_a_recording_on_a_server_plays_like_a_file(form: str, path: str) -> None:
    clip = make_clip(form=form)
    with streaming(lambda caller: caller.file(clip), path) as stream:
        stream.open()
        assert not stream.live
        assert stream.fps == pytest.approx(25.0)
        assert stream.skip_to(0.05) == 2
        pictures = list(iter(stream.read, None))
        assert [number_in(picture.image) for picture in pictures] == list(range(2, 20))
        assert pictures[-1].position_s == pytest.approx(0.76)


def test_what_was_a_recording_is_not_known_to_be_one_once_closed() -> None:
    with streaming(lambda caller: caller.file(make_clip())) as stream:
        stream.open()
        stream.close()
        assert stream.live
        assert stream.fps is None


def test_a_recording_that_breaks_off_on_the_way_says_so() -> None:
    clip = make_clip(options={"movflags": "+faststart"})

    def answer(caller: Caller) -> None:
        head = f"HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\nContent-Length: {len(clip)}\r\n\r\n"
        caller.send(head.encode() + clip[: len(clip) * 2 // 3])

    with streaming(answer) as stream, pytest.raises(CaptureError, match="shorter than the server"):
        stream.open()
        list(iter(stream.read, None))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda caller: caller.reply(b"x", "404 Not Found"), "answers 404 Not Found"),
        (lambda caller: caller.reply(b"<html>Welcome to your camera</html>"), "not a video"),
        (lambda caller: caller.reply(b""), "cannot be played"),
        (lambda caller: caller.send(b"garbage\r\n\r\n"), "not understood"),
    ],
)
def test_what_is_no_stream_now_may_become_one(answer: Answer, sentence: str) -> None:
    with streaming(answer) as stream, pytest.raises(NotThereYetError, match=sentence):
        stream.open()


def test_a_stream_nobody_serves_is_not_there_yet() -> None:
    with pytest.raises(
        NotThereYetError, match=r"127\.0\.0\.1:9/ cannot be opened: connection refu"
    ):
        Stream("http://127.0.0.1:9/").open()


def test_a_wrong_password_is_not_tried_again_and_never_shown() -> None:
    def denied(caller: Caller) -> None:
        caller.reply(b"", "401 Unauthorized", WWW_Authenticate='Basic realm="x"')

    with serving(denied) as url:
        stream = Stream(url.replace("//", "//me:secret@") + "/live?key=secret#secret")
        assert stream.name == f"{url}/live"
        with pytest.raises(RefusedError, match="answers 401 Unauthorized") as caught:
            stream.open()
        assert "secret" not in str(caught.value)


def reply_with(body: bytes, caller: Caller) -> None:
    caller.reply(body)


def playlist(*entries: str) -> bytes:
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1"]
    for entry in entries:
        lines += ["#EXTINF:0.8,", entry]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode()


def test_a_playlist_plays_what_lies_on_its_own_server() -> None:
    segment = make_clip(form="mpegts")
    asked = []

    def answer(caller: Caller) -> None:
        asked.append(caller.path)
        if caller.path == "/live.m3u8":
            caller.reply(playlist("a.ts", "/b.ts"), Content_Type="application/vnd.apple.mpegurl")
        else:
            caller.reply(segment)

    with streaming(answer, "/live.m3u8") as stream:
        stream.open()
        pictures = list(iter(stream.read, None))
    assert len(pictures) >= 38
    assert asked == ["/live.m3u8", "/a.ts", "/b.ts"]


def test_a_playlist_opens_no_file_and_no_other_server(tmp_path, capfd) -> None:
    (tmp_path / "clip.ts").write_bytes(make_clip(form="mpegts"))
    asked = []

    def other(caller: Caller) -> None:
        asked.append(caller.path)
        caller.reply(make_clip(form="mpegts"))

    with serving(other) as elsewhere:
        entries = (
            f"{tmp_path}/clip.ts",
            f"file://{tmp_path}/clip.ts",
            f"concat:{tmp_path}/clip.ts",
            f"{elsewhere}/a.ts",
            f"crypto+{elsewhere}/a.ts",
            f"tcp://{elsewhere.removeprefix('http://')}",
        )
        for entry in entries:
            listed = partial(reply_with, playlist(entry))
            with streaming(listed, "/live.m3u8") as stream, pytest.raises(CaptureError):
                stream.open()
                stream.read()
    assert asked == []
    assert capfd.readouterr().err == ""


def test_a_stream_is_hung_up_when_it_is_closed() -> None:
    left: SimpleQueue[str] = SimpleQueue()

    def answer(caller: Caller) -> None:
        try:
            parts(*[part(jpeg(n)) for n in range(3)], then=part(jpeg(0)))(caller)
        except OSError:
            left.put(caller.path)

    with streaming(answer) as stream:
        for _ in range(2):
            stream.open()
            stream.read()
            stream.close()
            stream.close()
            assert left.get(timeout=10.0) == "/live"


@pytest.mark.parametrize("url", ["rtsp://host/live", "rtsps://host/live", "RTSP://host/live"])
def test_an_address_of_rtsp_is_asked_by_rtsp(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def open_rtsp(title: str, address: str, *_: object) -> None:
        asked.append(address)
        raise CaptureError("Nobody is there.")

    monkeypatch.setattr("facecam.capture.media.opening.open_rtsp", open_rtsp)
    with pytest.raises(NotThereYetError, match="Nobody is there"):
        Stream(url).open()
    assert asked == [url]
