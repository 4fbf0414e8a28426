"""Hundreds of clips that a disk, a network or somebody else has changed.

Each is played to its end or refused in one sentence: no crash, no hang, no memory
beyond the limit, no picture that breaks a promise, and no file left open.
"""

from __future__ import annotations

import random
import struct
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attack.player import broken_promises, playing
from tests.fakes.clips import boasting, make_clip, trimmed

SEED = 20240502
CLIPS = 4000
TIMEOUT_S = 15.0
"""No clip of a second may take longer."""

WHOLE = {
    "mp4": make_clip,
    "mp4, head first": lambda: make_clip(options={"movflags": "+faststart"}),
    "mp4, h264": lambda: make_clip(codec="libx264"),
    "mp4, fragments": lambda: make_clip(options={"movflags": "frag_keyframe+empty_moov"}),
    "mp4, trimmed": lambda: trimmed(make_clip(), 0.3),
    "mp4, boasting": lambda: boasting(make_clip(), 1000.0),
    "matroska": lambda: make_clip(form="matroska"),
    "webm": lambda: make_clip(form="webm", codec="libvpx"),
    "avi": lambda: make_clip(form="avi", codec="mjpeg"),
    "mpegts": lambda: make_clip(form="mpegts", codec="mpeg2video"),
    "mpeg": lambda: make_clip(form="mpeg", codec="mpeg2video"),
    "flv": lambda: make_clip(form="flv", codec="flv"),
    "wmv": lambda: make_clip(form="asf", codec="wmv2"),
    "raw h264": lambda: make_clip(form="h264", codec="libx264"),
}

Change = Callable[[bytes, random.Random], bytes]


def flipped(clip: bytes, chance: random.Random) -> bytes:
    content = bytearray(clip)
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)
    return bytes(content)


def flipped_at_the_head(clip: bytes, chance: random.Random) -> bytes:
    return flipped(clip[:400], chance) + clip[400:]


def overwritten(clip: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(clip)), chance.randint(1, 600)
    return clip[:start] + chance.randbytes(length) + clip[start + length :]


def cut(clip: bytes, chance: random.Random) -> bytes:
    return clip[: chance.randrange(1, len(clip))]


def torn_out(clip: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(clip)), chance.randint(1, 600)
    return clip[:start] + clip[start + length :]


def repeated(clip: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(clip)), chance.randint(1, 600)
    return clip[:start] + clip[start : start + length] * chance.randint(2, 30) + clip[start:]


def with_large_numbers(clip: bytes, chance: random.Random) -> bytes:
    content = bytearray(clip)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) - 4)
        number = chance.choice([0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**24, 65535])
        content[at : at + 4] = struct.pack(chance.choice("<>") + "I", number)
    return bytes(content)


def joined(clip: bytes, chance: random.Random) -> bytes:
    return cut(clip, chance) + chance.choice([clip, chance.randbytes(5000), b"\0" * 5000])


CHANGES: tuple[Change, ...] = (
    flipped,
    flipped_at_the_head,
    overwritten,
    cut,
    torn_out,
    repeated,
    with_large_numbers,
    joined,
)


@pytest.mark.timeout(900)
def test_changed_clips_are_played_or_refused_in_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    kinds = [(kind, make()) for kind, make in WHOLE.items()]
    tally: Counter[str] = Counter()
    broken: dict[str, list[str]] = {}
    peak_mb = longest_s = 0.0
    with playing(TIMEOUT_S) as player:
        for number in range(CLIPS):
            kind, clip = kinds[number % len(kinds)]
            change = CHANGES[number // len(kinds) % len(CHANGES)]
            path = tmp_path / f"{number} {change.__name__} {kind.partition(',')[0]}"
            path.write_bytes(change(clip, chance))
            outcome = player.play(str(path))
            tally[outcome.ended] += 1
            peak_mb, longest_s = max(peak_mb, outcome.peak_mb), max(longest_s, outcome.seconds)
            if faults := broken_promises(outcome):
                broken[path.name] = faults
            path.unlink()
    print(
        f"\n{CLIPS} changed clips: {dict(tally)}; peak {peak_mb:.0f} MB, longest {longest_s:.1f} s"
    )
    assert broken == {}
