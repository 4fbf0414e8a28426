"""The fonts of this computer, by the letters that they have."""

from __future__ import annotations

import subprocess
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

# Every font that might stand for a plain one, best first. It is asked for all of them
# at once, and not for those with some letters: other users see what is asked.
_QUESTION = ("fc-match", "--all", "--format=%{file}\n%{index}\n%{charset}\n", "sans-serif")


@dataclass(frozen=True, slots=True)
class Font:
    """A font's file and its letters.

    Attributes:
        file: where it is; "" for Pillow's own.
        index: which of the file's fonts.
        firsts: the first letters of the ranges it has, as numbers, rising.
        lasts: the last ones.
    """

    file: str = ""
    index: int = 0
    firsts: tuple[int, ...] = ()
    lasts: tuple[int, ...] = ()

    def lacks(self, letters: frozenset[str]) -> int:
        """Return how many of ``letters`` it does not have."""
        return sum(not self._has(ord(letter)) for letter in letters)

    def _has(self, letter: int) -> bool:
        index = bisect_right(self.firsts, letter) - 1
        return index >= 0 and letter <= self.lasts[index]


@lru_cache(maxsize=256)
def font_with(letters: frozenset[str]) -> Font:
    """Return the first font that lacks fewest of ``letters``; Pillow's own if there is none."""
    return min(_fonts(), key=lambda font: font.lacks(letters), default=Font())


@lru_cache(maxsize=1)
def _fonts() -> tuple[Font, ...]:
    """Ask fontconfig for the fonts; there are none where it is not installed."""
    try:
        answer = subprocess.run(_QUESTION, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = answer.stdout.splitlines()
    return tuple(map(_font, lines[::3], lines[1::3], lines[2::3]))


def _font(file: str, index: str, charset: str) -> Font:
    """Return a font from what fontconfig says of it, such as "20-7e a0" for its letters."""
    ranges = [part.partition("-") for part in charset.split()]
    firsts = tuple(int(first, 16) for first, _, _ in ranges)
    lasts = tuple(int(last or first, 16) for first, _, last in ranges)
    # The upper half of the index names an instance of a variable font.
    return Font(file, int(index or 0) & 0xFFFF, firsts, lasts)
