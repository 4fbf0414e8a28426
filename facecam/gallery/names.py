"""What counts as a person's name, and when two names are the same.

Unicode has characters that nobody sees. They turn the direction of a text, hide
what stands between them, or make two names that look alike different. They are
taken out of a name, but for those that its script is written with (Unicode's
annexes 31 and 39): joiners between Arabic letters, beside an Indic virama and
within an emoji, and the selector of a symbol's or an ideograph's variant. Two names
are the same whether they have these or not.
"""

from __future__ import annotations

import re
import unicodedata

from facecam.errors import UsageError

MAX_LENGTH = 80
"""The longest name kept, in code points after cleaning."""

_FORBIDDEN = {"Cc", "Cs"}  # control characters, and halves of surrogate pairs
_VISIBLE = set("LNPS")  # letters, numbers, punctuation, symbols

_NON_JOINER, _JOINER = "\u200c", "\u200d"
_SYMBOL_VARIANTS = "\ufe0e\ufe0f"
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Besides all of category Cf: fillers, which count as letters or symbols, the
# combining joiner and what Unicode keeps free for more of their kind.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\uffa0\ufff0-\ufff8"
    "\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
# Of category Cf, but seen: signs around a number, and around verses and dates.
_SEEN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_VIRAMA = 9
"""The combining class of the signs that join two Indic consonants."""


def clean_name(name: str) -> str:
    """Return ``name`` as it is stored: NFC, one space between words, none around them.

    What nobody sees is left out, as the module says.

    Raises:
        UsageError: nothing visible is left, it is too long, or it holds a
            control character.
    """
    cleaned = name
    while (next_form := _without_invisible(cleaned)) != cleaned:
        cleaned = next_form  # what stood apart has come together
    if not any(unicodedata.category(character)[0] in _VISIBLE for character in cleaned):
        raise UsageError("A name is empty: give it at least one letter.")
    if not (cleaned.isprintable() or _FORBIDDEN.isdisjoint(map(unicodedata.category, cleaned))):
        raise UsageError("The name holds a control character: type it without.")
    if len(cleaned) > MAX_LENGTH:
        raise UsageError(
            f"A name may have {MAX_LENGTH} characters, this one has {len(cleaned)}: shorten it."
        )
    return cleaned


def name_key(name: str) -> str:
    """Return what ``name`` is compared by: equal for names that differ in case and joiners."""
    seen = "".join(c for c in clean_name(name) if not _is_invisible(c))
    folded = unicodedata.normalize("NFD", seen).casefold()
    return unicodedata.normalize("NFC", folded)


def readable_name(stored: str) -> str:
    r"""Return a name from a file, whoever wrote it, so that it can be shown and printed.

    Of one that could not have been given here the beginning is shown, with ``\u202e``
    and its like for what nobody sees.
    """
    try:
        return clean_name(stored)
    except UsageError:
        shown = (
            ascii(character)[1:-1]
            if _is_invisible(character) or not character.isprintable()
            else character
            for character in stored[:MAX_LENGTH]
        )
        return "".join(shown).strip() or "(no name)"


def _without_invisible(name: str) -> str:
    """Return ``name`` in NFC, without superfluous spaces and what is not to be seen."""
    text = unicodedata.normalize("NFC", name)
    if text.isprintable() and not _BLANK.search(text):
        return " ".join(text.split())
    kept = (
        character
        for index, character in enumerate(text)
        if not _is_invisible(character) or _belongs(text, index)
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_invisible(character: str) -> bool:
    if unicodedata.category(character) == "Cf":
        return not _SEEN.match(character)
    return bool(_BLANK.match(character))


def _belongs(text: str, index: int) -> bool:
    """Return whether the invisible character there is one that the script is written with."""
    character, before, after = text[index], text[:index], text[index + 1 :]
    if character in (_JOINER, _NON_JOINER) and _VIRAMA in (
        unicodedata.combining(before[-1:] or " "),
        unicodedata.combining(after[:1] or " "),
    ):
        return True
    if character == _NON_JOINER:
        return _is_arabic(_last_letter(before)) and _is_arabic(after[:1])
    if character == _JOINER:
        return _is_symbol(_last_letter(before)) and _is_symbol(after[:1])
    if character in _SYMBOL_VARIANTS:
        return _is_symbol(before[-1:])
    return bool(_VARIANTS.match(character)) and _is_ideograph(before[-1:])


def _last_letter(text: str) -> str:
    """Return the last character that marks, skin tones and variants belong to, or ""."""
    for character in reversed(text):
        if unicodedata.category(character) not in ("Mn", "Sk"):
            return character
    return ""


def _is_arabic(character: str) -> bool:
    """Return whether it is a letter of Arabic or another script whose letters join."""
    return unicodedata.bidirectional(character or " ") == "AL"


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character or " ") in ("So", "Sm")


def _is_ideograph(character: str) -> bool:
    return unicodedata.name(character or " ", "").startswith("CJK")
