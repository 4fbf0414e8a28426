"""Whatever is printed, every terminal and every program can take it."""

from __future__ import annotations

import io
import os
import sys

import pytest

from facecam.cli.output import escape_what_cannot_be_written, remark, say, tell, tell_json

from .conftest import document_in

NOT_UTF_8 = os.fsdecode(b"caf\xe9.jpg")


@pytest.fixture
def terminal(monkeypatch):
    """Make standard output and error a terminal of this encoding, and return what it shows."""

    def of(encoding: str) -> io.BytesIO:
        screen = io.BytesIO()
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(screen, encoding))
        escape_what_cannot_be_written()
        return screen

    return of


def test_a_byte_that_is_not_utf_8_is_valid_in_json(terminal):
    screen = terminal("utf-8")
    tell_json({"image": NOT_UTF_8, "name": "Zoë"})
    assert "Zoë".encode() in screen.getvalue()
    read = document_in(screen.getvalue().decode("utf-8"))
    assert (read["image"], read["name"]) == (r"caf\xe9.jpg", "Zoë")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_json_is_utf_8_whatever_the_terminal_takes(terminal, encoding):
    screen = terminal(encoding)
    tell_json({"people": ["Zoë", "李", "👩", NOT_UTF_8]})
    read = document_in(screen.getvalue().decode("utf-8"))
    assert read["people"] == ["Zoë", "李", "👩", r"caf\xe9.jpg"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_lines_and_sentences_are_escaped_where_letters_are_missing(terminal, encoding):
    screen = terminal(encoding)
    tell(f"李 in {NOT_UTF_8}")
    say(f"The picture {NOT_UTF_8} of 李 is damaged.")
    line, sentence = screen.getvalue().decode(encoding).splitlines()
    who = "李" if encoding == "utf-8" else r"\u674e"
    assert line == rf"{who} in caf\udce9.jpg"
    assert sentence == rf"facecam: The picture caf\xe9.jpg of {who} is damaged."


def test_nothing_in_a_line_or_a_document_steers_the_terminal(terminal):
    screen = terminal("utf-8")
    evil = "\x1b]0;title\x07\x9b2J\x7f"
    tell(f"first {evil}\n\tsecond")
    remark(evil)
    tell_json({"image": evil + "\u202e"})
    printed = screen.getvalue().decode("utf-8")
    assert not set(printed) & set("\x1b\x07\x9b\x7f\u202e")
    assert printed.startswith("first \\x1b]0;title\\x07\\x9b2J\\x7f\n\tsecond\n")
    assert document_in(printed[printed.index("{") :])["image"] == evil + "\u202e"
