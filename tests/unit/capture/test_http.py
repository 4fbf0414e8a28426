"""What lies on a web server, read like a file; the server is on loopback and does as it likes."""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Callable
from hashlib import md5

import pytest

from facecam.capture.media.allowance import Allowance, AllowanceError
from facecam.capture.media.http_body import HttpBody
from facecam.capture.media.http_place import Place
from facecam.capture.media.http_request import LoginError
from tests.fakes.clock import FakeClock
from tests.fakes.web import Answer, Caller, serving

BODY = bytes(range(256)) * 100


class HurryingClock(FakeClock):
    """Each look at it shows a second more."""

    def now(self) -> float:
        self.time += 1.0
        return self.time


def body_at(url: str, clock: FakeClock | None = None, patience_s: float = 5.0) -> HttpBody:
    return HttpBody(Place.of(url), Allowance(patience_s, clock=clock))


def all_of(body: HttpBody) -> bytes:
    pieces = list(iter(lambda: body.read(10_000), b""))
    body.close()
    return b"".join(pieces)


def raising(
    answer: Answer, kind: type[Exception], match: str | None = None, clock: FakeClock | None = None
) -> None:
    with serving(answer) as url, pytest.raises(kind, match=match):
        all_of(body_at(f"{url}/x", clock))


def test_an_address_is_taken_apart_and_made_fit_to_be_sent() -> None:
    place = Place.of("http://me%40home:p%3aw@host:81/a b/ü?key=ä&x=%20#part")
    assert place == Place("http://host:81/a%20b/%C3%BC?key=%C3%A4&x=%20", "me@home", "p:w")
    assert Place.of("http://host") == Place("http://host/", None, "")


def test_a_login_stays_with_its_own_server() -> None:
    place = Place.of("http://me:pw@host:81/a")
    assert place.moved("http://host:81/b").user == "me"
    for elsewhere in ("http://host:82/b", "https://host:81/b", "http://other:81/b"):
        assert place.moved(elsewhere) == Place(elsewhere, None, "")


def test_what_is_there_is_read_whole_with_its_kind() -> None:
    with serving(lambda caller: caller.reply(BODY, Content_Type="Image/JPEG; x=y")) as url:
        body = body_at(f"{url}/x")
        assert body.kind == "image/jpeg"
        assert not body.seekable()
        assert all_of(body) == BODY


def test_pieces_in_chunks_are_put_together() -> None:
    def answer(caller: Caller) -> None:
        caller.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        caller.send(b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")

    with serving(answer) as url:
        assert all_of(body_at(url)) == b"abcdefg"


def test_any_part_is_read_where_the_server_gives_parts() -> None:
    with serving(lambda caller: caller.file(BODY)) as url:
        body = body_at(url)
        assert body.seekable()
        assert body.seek(0, 2) == len(BODY)
        assert body.read(10) == b""
        assert body.seek(1000) == 1000
        assert body.read(50) == BODY[1000:1050]
        assert body.seek(-20, 1) == 1030
        assert body.tell() == 1030
        assert all_of(body) == BODY[1030:]
        with pytest.raises(OSError, match="before the beginning"):
            body.seek(-1)


def test_a_server_that_gives_another_part_than_asked_for_is_not_believed() -> None:
    with serving(lambda caller: caller.reply(BODY, Accept_Ranges="bytes")) as url:
        body = body_at(url)
        body.seek(1000)
        with pytest.raises(OSError, match="does not give the part"):
            body.read(10)


def test_an_answer_shorter_than_stated_is_no_end() -> None:
    def answer(caller: Caller) -> None:
        caller.send(b"HTTP/1.1 200 OK\r\nAccept-Ranges: bytes\r\nContent-Length: 99\r\n\r\nabc")

    raising(answer, ConnectionError, "shorter than the server says")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "rtsp://x/"])
def test_a_redirection_leads_to_no_other_kind_of_address(to: str) -> None:
    raising(lambda caller: caller.reply(b"", "302 Found", Location=to), OSError)


def test_a_redirection_is_followed_but_its_page_is_not_read() -> None:
    def answer(caller: Caller) -> None:
        if caller.path == "/new":
            caller.reply(BODY)
            return
        caller.send(b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")
        while not caller.gone.is_set():
            caller.send(bytes(65536))

    with serving(answer) as url:
        body = body_at(f"{url}/old")
        assert body.place.url == f"{url}/new"
        assert all_of(body) == BODY


def test_redirections_in_a_circle_come_to_an_end() -> None:
    raising(lambda caller: caller.reply(b"", "302 Found", Location="/x"), OSError, "302")


def test_a_login_is_not_sent_to_where_a_redirection_leads() -> None:
    seen = []

    def other(caller: Caller) -> None:
        seen.append(caller.header("Authorization"))
        caller.reply(b"", "401 No", WWW_Authenticate='Basic realm="x"')

    with serving(other) as elsewhere:

        def redirect(caller: Caller) -> None:
            caller.reply(b"", "302 Found", Location=f"{elsewhere}/")

        with serving(redirect) as url, pytest.raises(LoginError):
            body_at(url.replace("//", "//me:pw@"))
    assert seen == [None]


def basic(caller: Caller) -> bool:
    return caller.header("Authorization") == f"Basic {base64.b64encode(b'me:p w').decode()}"


def digest(caller: Caller) -> bool:
    said = dict(re.findall(r'(\w+)="?([^",]*)', caller.header("Authorization") or ""))
    secret = md5(b"me:home:p w").hexdigest()
    asked = md5(b"GET:/x").hexdigest()
    parts = (secret, "n", said.get("nc", ""), said.get("cnonce", ""), "auth", asked)
    return said.get("response") == md5(":".join(parts).encode()).hexdigest()


@pytest.mark.parametrize(
    ("challenge", "is_right"),
    [('Basic realm="home"', basic), ('Digest realm="home", nonce="n", qop="auth"', digest)],
)
def test_a_login_is_given_when_it_is_asked_for(
    challenge: str, is_right: Callable[[Caller], bool]
) -> None:
    asked = []

    def answer(caller: Caller) -> None:
        asked.append(caller.header("Authorization") is not None)
        if is_right(caller):
            caller.reply(BODY)
        else:
            caller.reply(b"no", "401 Unauthorized", WWW_Authenticate=challenge)

    with serving(answer) as url:
        assert all_of(body_at(url.replace("//", "//me:p%20w@") + "/x")) == BODY
        assert asked == [False, True]
        with pytest.raises(LoginError, match="the server answers 401"):
            body_at(url.replace("//", "//me:other@") + "/x")
        assert len(asked) < 10  # a camera may lock the account


@pytest.mark.parametrize(
    "challenge", ['Basic realm="x"', 'Digest realm="x", nonce="n"', "Strange x=y", "", "\x00,,="]
)
@pytest.mark.parametrize("login", ["", "me:pw@"])
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_a_server_that_wants_another_login_is_understood_however_it_asks(
    challenge: str, login: str, status: str
) -> None:
    def answer(caller: Caller) -> None:
        caller.reply(b"", status, WWW_Authenticate=challenge)

    with serving(answer) as url, pytest.raises(LoginError, match=f"answers {status}"):
        body_at(url.replace("//", f"//{login}"))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("404 Not Found", "the server answers 404 Not Found$"),
        ("503 \x1b[31mpay here", "the server answers 503 Service Unavailable$"),
        ("599 whatever", "the server answers 599$"),
    ],
)
def test_an_answer_that_is_no_file_says_so_in_our_words(status: str, sentence: str) -> None:
    raising(lambda caller: caller.reply(b"x", status), OSError, sentence)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/9.9 wonderful\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nabc\r\n",
    ],
)
def test_an_answer_that_is_not_understood_is_a_fault_not_a_bug(answer: bytes) -> None:
    raising(lambda caller: caller.send(answer), OSError)


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(OSError, match="connection refused"):
        body_at("http://127.0.0.1:9/")


def test_a_head_that_comes_a_byte_a_second_is_given_up() -> None:
    def answer(caller: Caller) -> None:
        for byte in itertools.cycle(b"HTTP/1.1 100 Continue\r\n\r\n"):
            caller.send(bytes([byte]))

    raising(answer, AllowanceError, "sends nothing", clock=HurryingClock())


def test_a_body_that_comes_a_byte_a_second_is_given_up() -> None:
    def answer(caller: Caller) -> None:
        caller.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not caller.gone.is_set():
            caller.send(b"x")

    raising(answer, AllowanceError, clock=HurryingClock())


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_allowed() -> None:
    def answer(caller: Caller) -> None:
        caller.gone.wait(10.0)

    with serving(answer) as url, pytest.raises(AllowanceError, match="sends nothing"):
        body_at(url, patience_s=0.05)


def test_a_playlists_part_lies_on_the_same_server_only() -> None:
    with serving(lambda caller: caller.reply(caller.path.encode())) as url:
        body = body_at(f"{url}/list")
        assert all_of(body.part(f"{url}/part")) == b"/part"
        for elsewhere in (
            "http://127.0.0.1:9/x",
            "file:///etc/passwd",
            url.replace("http", "https"),
        ):
            with pytest.raises(PermissionError):
                body.part(elsewhere)
        body.close()
