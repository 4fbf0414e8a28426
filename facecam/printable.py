"""Text from outside, such as a file's name, so that it can be shown and written anywhere."""

from __future__ import annotations

import re

_LONGEST = 1000
"""Characters of a text that are shown; a longer one loses its middle."""

_SURROGATES = "\ud800-\udfff"
"""Halves of pairs, which no encoding can write. ``os.fsdecode`` puts one in the place of
each byte that is not UTF-8."""
# Control characters, line breaks, marks that turn the direction of the text, and what has
# no width and is part of no script.
_UNPRINTABLE = re.compile(
    f"[\0-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb{_SURROGATES}]"
)
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")  # but for tabs and the ends of lines
_UNWRITABLE = re.compile(f"[\udc80-\udcff]+|[{_SURROGATES}]")


def printable(text: object) -> str:
    r"""Return ``text`` as one line of visible, valid Unicode.

    A byte that is not UTF-8 is written ``\xe9``, a line break ``\n``, a mark that
    turns the direction of the text ``\u202e``.

    Args:
        text: anything that ``str`` makes text of, such as a path.
    """
    line = _UNPRINTABLE.sub(_escaped, writable(str(text)))
    if len(line) <= _LONGEST:
        return line
    return f"{line[: _LONGEST // 2]}…{line[-_LONGEST // 2 :]}"


def harmless(text: str) -> str:
    r"""Return lines of text with ``\x1b`` for each character that would steer a terminal."""
    return _CONTROL.sub(_escaped, text)


def writable(text: str) -> str:
    r"""Return ``text`` with ``\xe9`` for each byte that is not UTF-8, otherwise as it is.

    Bytes that are UTF-8, but not what the system expects, become the letters they stand for.
    """
    return _UNWRITABLE.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    try:
        return found[0].encode("ascii", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a letter, which stands for no byte
        return _escaped(found)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")
