"""Names from the world as they may stand in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

_LONGEST = 120


def shown(name: str | Path) -> str:
    """Return a file's name or an address so that it can be printed and read.

    Bytes that are not UTF-8, and characters that turn or hide text, are written
    as escapes; of a very long one both ends are shown.
    """
    text = str(name)
    try:
        text = os.fsencode(text).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character, which no file's name can be
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half:]}"
