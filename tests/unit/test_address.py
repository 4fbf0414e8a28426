"""No password in an address is ever shown, however the address is written."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facecam.address import shown_source


@pytest.mark.parametrize(
    "spec",
    [
        *("0", "demo", "clip.mp4", "album/Zoë Ball", "./2024", "/dev/video2", ""),
        *("/home/me/What, #2; 50% off & more.mp4", "Käfer 😀.mkv", "../a (1).jpg"),
        *("rtsp://10.0.0.7:554/Streaming/Channels/101", "http://[::1]:8080/video.mjpg"),
    ],
)
def test_what_holds_no_password_is_shown_as_it_is(spec: str) -> None:
    assert shown_source(spec) == spec


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("rtsp://me:pw@cam/live", "rtsp://cam/live"),
        ("rtsp://me:pw@[::1]:554/a", "rtsp://[::1]:554/a"),
        ("rtsp://me:p@w@cam/live", "rtsp://cam/live"),
        ("http://cam/video?token=pw#pw", "http://cam/video"),
        ("rtsp://cam/a/user=me&password=pw/b", "rtsp://cam/a/…"),
        ("rtsp://cam/live;password=pw", "rtsp://cam/…"),
        ("rtsp://me:p/w@cam/live", "rtsp://…"),
        ("http:/me:pw@cam/live", "…"),
        ("me:pw@cam/live", "…"),
        ("http:/cam/live?token=pw", "http:…"),
        ("cam/live?token=pw", "cam/live…"),
        ("/cam/live?token=pw", "/cam/live…"),
    ],
)
def test_of_an_address_only_what_is_understood_is_shown(spec: str, shown: str) -> None:
    assert shown_source(spec) == shown


SECRETS = st.lists(
    st.sampled_from(["Swordfish", "hunter", "пароль", "geheim"]), min_size=1, max_size=3
)
BETWEEN = st.text("@:/?#&=;%+$!*'(),.-_~ \\|<>\"^`{}[]\t√", max_size=2)
SCHEMES = st.sampled_from(["rtsp", "RTSP", "http", "https", "Http", "rtsps", "ftp", "rtmp"])
SLASHES = st.sampled_from(["://", ":/", ":", "//", "/", "", ":\\\\", ": //", ":///", "%3A%2F%2F"])
HOSTS = st.sampled_from(["cam", "10.0.0.7", "[::1]", "host.example:554", "HOST:80", ""])
PATHS = st.sampled_from(["", "/", "/live", "/a/b.mp4", "/a b", "/é", "/a@b"])
USERS = st.sampled_from(["me:", "me%3A", "", "ME：", "me:me:"])
ATS = st.sampled_from(["@", "%40", "＠", "@@"])
KEYS = st.sampled_from(["token", "password", "PWD", "user=me&pw", "access_key", "a=b;c"])
STARTS = st.sampled_from(["?", "&", ";", "#", "?x&", "%3F", "/?", "??"])
SPACE = st.sampled_from(["", " ", "\n", "\t "])


@st.composite
def secrets(draw: st.DrawFn) -> tuple[list[str], str]:
    """Return the words of a password and the password, which may be percent-encoded."""
    words = draw(SECRETS)
    password = words[0] + "".join(draw(BETWEEN) + word for word in words[1:])
    return words, quote(password, safe="") if draw(st.booleans()) else password


@st.composite
def before_the_host(draw: st.DrawFn) -> tuple[list[str], str]:
    words, password = draw(secrets())
    scheme = draw(SCHEMES) + draw(SLASHES) if draw(st.booleans()) else ""
    spec = scheme + draw(USERS) + password + draw(ATS) + draw(HOSTS) + draw(PATHS)
    return words, draw(SPACE) + spec + draw(SPACE)


@st.composite
def among_the_parameters(draw: st.DrawFn) -> tuple[list[str], str]:
    words, password = draw(secrets())
    scheme = draw(SCHEMES) + draw(SLASHES) if draw(st.booleans()) else ""
    spec = scheme + draw(HOSTS) + draw(PATHS) + draw(STARTS) + draw(KEYS) + "=" + password
    return words, draw(SPACE) + spec + draw(SPACE)


@settings(max_examples=3000)
@given(before_the_host() | among_the_parameters())
def test_no_word_of_a_password_is_ever_shown(case: tuple[list[str], str]) -> None:
    words, spec = case
    shown = shown_source(spec).casefold()
    for word in words:
        assert word.casefold() not in shown
        assert quote(word).casefold() not in shown
