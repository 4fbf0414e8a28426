import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.errors import UsageError
from facecam.gallery.names import MAX_LENGTH, clean_name, name_key, readable_name

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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAda\u202c", "Ada"),
        ("\u2066Ada\u2069 \u200eLovelace\u200f", "Ada Lovelace"),
        ("A\u200bd\u00ada\ufeff\u2060", "Ada"),
        ("Zoe\u200b\u0308", "Zoë"),
        ("A\u200dd\u200ca\ufe0f\U000e0100", "Ada"),
        ("\u061cمحمد\u200f", "محمد"),
        ("Ada\U000e0061\U000e0062", "Ada"),
        ("Ada\u3164\u2800\u115f", "Ada"),
        ("\u0600١٢", "\u0600١٢"),
    ],
)
def test_what_nobody_sees_is_left_out(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "علی\u200cرضا",
        "عَلی\u200cرضا",
        "क्\u200dष",
        "ക്\u200c",
        "র\u200d্য",
        "👩🏽\u200d🔬",
        "❤\ufe0f",
        "🏳\ufe0f\u200d🌈",
        "葛\U000e0100",
    ],
)
def test_what_a_script_is_written_with_stays_and_makes_no_other_name(name: str) -> None:
    assert clean_name(name) == name
    bare = "".join(character for character in name if character.isprintable())
    assert name_key(bare.replace("\ufe0f", "").replace("\U000e0100", "")) == name_key(name)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Zoë", "Zoë"),
        ("Ann\u202e", "Ann"),
        ("A\x1b[2J\u202e", r"A\x1b[2J\u202e"),
        ("\ud800", r"\ud800"),
        ("", "(no name)"),
        ("\u3164", r"\u3164"),
        ("é" * 100, "é" * MAX_LENGTH),
    ],
)
def test_a_name_that_somebody_else_stored_can_be_shown(stored: str, shown: str) -> None:
    assert readable_name(stored) == shown


@given(st.text(st.characters()))
def test_whatever_is_stored_is_shown_as_one_line_without_anything_invisible(stored: str) -> None:
    shown = readable_name(stored)
    assert shown.strip()
    assert len(shown.splitlines()) == 1
    shown.encode()
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert not set(shown) & set("\u061c\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff")


@pytest.mark.parametrize(
    "empty", ["", "   ", "\n\t", "\u200b", "\u200d \u200e", "\u3164", "\u2800"]
)
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
