"""Text that may run in either direction, put into sentences that run from left to right."""

from __future__ import annotations

_FIRST_STRONG_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


def isolate(text: str) -> str:
    """Return ``text`` so that it can stand in a sentence to show, in whatever script it is.

    Unicode's bidirectional algorithm (UAX #9) would otherwise let an Arabic or
    Hebrew name carry along the numbers and stops beside it, and turn the line
    that begins with it. For names, paths and whatever else the user has given;
    the two characters added are invisible, and not meant to be stored.
    """
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_DIRECTIONAL_ISOLATE}"
