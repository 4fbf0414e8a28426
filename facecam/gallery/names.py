"""What counts as a person's name, and when two names are the same."""

from __future__ import annotations

import unicodedata

from facecam.errors import UsageError

MAX_LENGTH = 80
"""The longest name kept, in code points after cleaning."""

_FORBIDDEN = {"Cc", "Cs"}  # control characters, and halves of surrogate pairs
_VISIBLE = set("LNPS")  # letters, numbers, punctuation, symbols


def clean_name(name: str) -> str:
    """Return ``name`` as it is stored: NFC, one space between words, none around them.

    Raises:
        UsageError: nothing visible is left, it is too long, or it holds a
            control character.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    categories = [unicodedata.category(character) for character in cleaned]
    if not any(category[0] in _VISIBLE for category in categories):
        raise UsageError("A name is empty: give it at least one letter.")
    if not _FORBIDDEN.isdisjoint(categories):
        raise UsageError("The name holds a control character: type it without.")
    if len(cleaned) > MAX_LENGTH:
        raise UsageError(
            f"A name may have {MAX_LENGTH} characters, this one has {len(cleaned)}: shorten it."
        )
    return cleaned


def name_key(name: str) -> str:
    """Return what ``name`` is compared by: equal for names that differ only in case."""
    folded = unicodedata.normalize("NFD", clean_name(name)).casefold()
    return unicodedata.normalize("NFC", folded)
