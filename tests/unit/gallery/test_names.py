import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.errors import UsageError
from facecam.gallery.names import MAX_LENGTH, clean_name, name_key

ANY_NAME = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(
    lambda text: "x" + text
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\tLovelace\n", "Ada Lovelace"),
        ("Zoe\u0308", "Zoë"),
        ("李\u3000小龙", "李 小龙"),
        ("محمد", "محمد"),
        ("O'Brien-Ní", "O'Brien-Ní"),
    ],
)
def test_a_name_is_kept_as_it_is_usually_written(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u200b", "\u200d \u200e"])
def test_a_name_that_nobody_could_see_is_refused(empty: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        clean_name(empty)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_a_control_character_is_refused(character: str) -> None:
    with pytest.raises(UsageError, match="control character"):
        clean_name(f"A{character}da")


def test_the_longest_name_is_accepted_and_a_longer_one_refused() -> None:
    assert clean_name("é" * MAX_LENGTH) == "é" * MAX_LENGTH
    with pytest.raises(UsageError, match="80 characters, this one has 81"):
        clean_name("é" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoë", "ZOE\u0308"), ("Straße", "STRASSE"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("ada  b", "Ada B")],
)
def test_names_that_differ_only_in_case_are_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_accents_make_another_name() -> None:
    assert name_key("Zoë") != name_key("Zoe")


@given(ANY_NAME)
def test_cleaning_is_done_once_and_for_all(typed: str) -> None:
    cleaned = clean_name(typed)
    assert clean_name(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert name_key(cleaned) == name_key(typed)
