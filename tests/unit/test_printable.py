"""Text from outside can be shown and written anywhere."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.errors import FacecamError
from facecam.printable import printable, writable

ANY_TEXT = st.text(st.characters())  # halves of surrogate pairs as well


@pytest.mark.parametrize("text", ["Zoë", "李王", "نیم\u200cفاصله", "👩\u200d🔬", "a\u00a0b", ""])
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    assert printable(text) == writable(text) == text


def test_bytes_that_are_not_utf_8_are_written_out() -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    assert printable(name) == writable(name) == r"caf\xe9.jpg"


def test_letters_that_an_old_system_does_not_know_are_letters_all_the_same() -> None:
    text = "Zoë 李\u202e".encode().decode("ascii", "surrogateescape")
    assert writable(text) == "Zoë 李\u202e"
    assert printable(f"The picture {text} of Ada") == r"The picture Zoë 李\u202e of Ada"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r", r"a\nb\r"),
        ("\x1b[2Jgone", r"\x1b[2Jgone"),
        ("gpj.\u202eexe", r"gpj.\u202eexe"),
        ("no\u200bbody\ufeff", r"no\u200bbody\ufeff"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_would_hide_or_turn_text_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_of_a_very_long_name_both_ends_are_shown() -> None:
    shown = printable("a" * 3000 + "b" * 3000)
    assert (shown[0], shown[-1], len(shown)) == ("a", "b", 1001)


@given(ANY_TEXT)
def test_anything_becomes_one_line_that_every_file_can_hold(text: str) -> None:
    line = printable(text)
    line.encode()
    writable(text).encode()
    assert len(line.splitlines()) <= 1
    assert printable(line) == line


def test_every_sentence_for_the_user_can_be_printed() -> None:
    error = FacecamError(f"The picture {os.fsdecode(bytes([0x1B, 0xE9]))} is damaged.")
    assert str(error) == r"The picture \x1b\xe9 is damaged."
