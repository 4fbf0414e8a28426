"""Plays sources in a process of their own, which may crash, hang or grow without harm.

Run as ``python -m tests.attack.player``: a line of standard input names a source,
a line of standard output says in JSON how it went.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from facecam.capture import Source, open_source
from facecam.capture.media.limits import MOST_PIXELS
from facecam.errors import CaptureError

MOST_PICTURES = 200
MOST_MB = 450.0
"""What the process may use while it plays one; FFmpeg and OpenCV alone are 75 MB."""

_STATUS = Path("/proc/self/status")
_FORGET_THE_PEAK = Path("/proc/self/clear_refs")


@dataclass
class Outcome:
    """How playing a source went.

    Attributes:
        ended: "end", "enough", "sentence"; "crash" and "hang" are said by the parent.
        sentence: the error's text.
        pictures: how many came.
        largest: pixels of the largest.
        seconds: how long it took.
        peak_mb: the most memory that the process used meanwhile.
        left_open: how many more files it had open afterwards.
        faults: promises that the pictures broke.
    """

    ended: str
    sentence: str = ""
    pictures: int = 0
    largest: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0
    left_open: int = 0
    faults: list[str] = field(default_factory=list)


class Player:
    """A process that plays one source after another; started again when it has died."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._process: subprocess.Popen[str] | None = None
        self.stderr = ""

    def play(self, spec: str) -> Outcome:
        """Play a source to its end, its first error or its 200th picture."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(spec) + "\n")
        process.stdin.flush()
        with DefaultSelector() as selector:
            selector.register(process.stdout, EVENT_READ)
            answered = selector.select(self._limit_s)
        line = process.stdout.readline() if answered else ""
        if line:
            return Outcome(**json.loads(line))
        self.stop()
        return Outcome("crash" if answered else "hang", f"exit code {process.returncode}")

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self.stderr += self._process.communicate()[1]
        self._process = None

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.attack.player"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self._process


def broken_promises(outcome: Outcome) -> list[str]:
    """What should not have happened while a source was played."""
    broken = list(outcome.faults)
    if outcome.ended in ("crash", "hang"):
        broken.append(f"{outcome.ended}: {outcome.sentence}")
    if outcome.largest > MOST_PIXELS:
        broken.append(f"a picture of {outcome.largest} pixels")
    if outcome.peak_mb > MOST_MB:
        broken.append(f"{outcome.peak_mb:.0f} MB")
    if outcome.left_open:
        broken.append(f"{outcome.left_open} files left open")
    if outcome.ended == "sentence" and not outcome.sentence.endswith("."):
        broken.append(f"no sentence: {outcome.sentence}")
    return broken


@contextmanager
def playing(limit_s: float) -> Iterator[Player]:
    """A player that is stopped at the end, and has written nothing to standard error."""
    player = Player(limit_s)
    try:
        yield player
    finally:
        player.stop()
    assert player.stderr == ""


def _play(spec: str) -> Outcome:
    outcome = Outcome("end")
    open_before = _open_files()
    _FORGET_THE_PEAK.write_text("5")
    began = time.monotonic()
    try:
        source = open_source(spec)
        with closing(source):
            _read(source, outcome)
    except CaptureError as error:
        outcome.ended, outcome.sentence = "sentence", str(error)
    outcome.seconds = time.monotonic() - began
    outcome.peak_mb = _peak_mb()
    outcome.left_open = _open_files() - open_before
    return outcome


def _read(source: Source, outcome: Outcome) -> None:
    source.open()
    last_s = -1.0
    while (picture := source.read()) is not None:
        outcome.pictures += 1
        height, width, _ = picture.image.shape
        outcome.largest = max(outcome.largest, height * width)
        position_s = picture.position_s
        if position_s is not None:
            if not last_s < position_s <= max(last_s, 0.0) + 60.001:
                outcome.faults.append(f"position {position_s} after {last_s}")
            last_s = position_s
        if outcome.pictures == MOST_PICTURES:
            outcome.ended = "enough"
            return


def _peak_mb() -> float:
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(_play(json.loads(line)))) + "\n")
        sys.stdout.flush()
