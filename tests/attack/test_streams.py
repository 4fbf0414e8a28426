"""Dozens of servers that mean no good: each is left with a sentence, or shown as far as it goes.

No crash, no wait without end, no memory beyond the limit, no file and no other
server opened, and no connection left open.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.attack.player import Outcome, broken_promises, playing
from tests.attack.servers import HTTP, RTSP
from tests.fakes.rtsp import rtsp_camera
from tests.fakes.web import serving

TIMEOUT_S = 25.0
LONGEST_S = 12.0
"""Until a server is given up: five seconds to open it and five for a picture, and some to spare."""


class Report:
    """What came of each server."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self.broken: dict[str, list[str]] = {}
        self.peak_mb = 0.0

    def note(self, name: str, outcome: Outcome, port: int) -> None:
        """Keep one outcome and print it."""
        print(
            f"{name:40} {outcome.ended:9} {outcome.pictures:4} pictures {outcome.seconds:5.1f} s "
            f"{outcome.peak_mb:4.0f} MB  {outcome.sentence.replace(str(port), '…')}"
        )
        self.tally[outcome.ended] += 1
        self.peak_mb = max(self.peak_mb, outcome.peak_mb)
        faults = broken_promises(outcome)
        if outcome.ended != "enough" and outcome.seconds > LONGEST_S:
            faults.append(f"{outcome.seconds:.1f} s")
        if faults:
            self.broken[name] = faults


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_no_server_harms_whoever_asks_it_for_a_stream(scheme: str) -> None:
    print()
    report = Report()
    with playing(TIMEOUT_S) as player:
        for name, answer in {"http": HTTP, "rtsp": RTSP}[scheme].items():
            with serving(answer) as url:
                port = int(url.rpartition(":")[2])
                outcome = player.play(f"{scheme}://127.0.0.1:{port}/live.m3u8")
            report.note(name, outcome, port)
    print(f"{scheme}: {dict(report.tally)}; peak {report.peak_mb:.0f} MB")
    assert report.broken == {}


@pytest.mark.timeout(300)
def test_no_camera_that_plays_garbage_harms_whoever_watches() -> None:
    print()
    report = Report()
    chance = random.Random(11)
    with playing(TIMEOUT_S) as player:
        for name in ("silence", "noise", "a clip full of holes", "a clip of zeros"):
            with rtsp_camera() as camera:
                if name == "silence":
                    camera.silent.set()
                elif name == "noise":
                    camera.clip = chance.randbytes(len(camera.clip))
                elif name == "a clip of zeros":
                    camera.clip = bytes(len(camera.clip))
                else:
                    clip = bytearray(camera.clip)
                    for _ in range(200):
                        clip[chance.randrange(len(clip))] ^= 0xFF
                    camera.clip = bytes(clip)
                outcome = player.play(camera.url)
            report.note(name, outcome, 0)
    assert report.broken == {}
