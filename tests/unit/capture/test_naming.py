"""Names in sentences."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from facecam.capture.naming import shown


def test_an_ordinary_name_is_left_alone() -> None:
    assert shown(Path("/home/Zoë/Ferien 李.mp4")) == "/home/Zoë/Ferien 李.mp4"


def test_bytes_that_are_no_text_are_escaped() -> None:
    assert shown(os.fsdecode(b"clip_\xff\xfe.mp4")) == r"clip_\xff\xfe.mp4"


def test_characters_that_hide_or_turn_text_are_escaped() -> None:
    assert shown("a\x1b[31m\u202egpj.\u200bmp4") == r"a\x1b[31m\u202egpj.\u200bmp4"


def test_of_a_very_long_name_both_ends_are_shown() -> None:
    name = shown("/folder/" + "x" * 5000 + ".mp4")
    assert len(name) < 200
    assert name.startswith("/folder/")
    assert name.endswith(".mp4")


@given(st.text(st.characters(codec=None, categories=None)))
def test_whatever_the_name_is_it_can_be_printed_in_utf_8(name: str) -> None:
    assert shown(name).encode("utf-8").decode() == shown(name)
    assert shown(name).isprintable()
