"""Peers on the same frames, in turns: how many frames a second each manages.

Each runs in a process of its own: TensorFlow and PyTorch in one process crash,
and what one leaves running there would slow the next.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from math import gcd
from multiprocessing import get_context

from facecam.errors import FacecamError
from facecam.lab.clips.painted_boxes import are_large
from facecam.lab.speed.peers import Peer
from facecam.types import Image

CORES = 2
"""How many cores each may use."""

_GOLDEN = 0.618


@dataclass(frozen=True, slots=True)
class PeerSpeed:
    """How fast a peer was.

    Attributes:
        name: who.
        version: of its package.
        frames: how many it was timed on.
        fps: how many it finds and embeds the faces of, a second.
        faces_per_frame: how many it found.
        large_faces_per_frame: of these, how many larger than this program looks for.
    """

    name: str
    version: str
    frames: int
    fps: float
    faces_per_frame: float
    large_faces_per_frame: float


def race_peers(
    frames: Sequence[Image], peers: Mapping[str, Callable[[], Peer]], seconds: float
) -> list[PeerSpeed]:
    """Time peers on the same frames, all on the same two cores.

    They take turns frame by frame, so that whatever else the machine does falls
    on all of them alike. The clip's last frame warms up and is not counted then. Frames are
    taken from all over the clip, since there is seldom time for all of them.

    Args:
        frames: at least one, ``(height, width, 3)`` uint8, RGB.
        peers: what opens each, by name, from ``installed_peers``.
        seconds: how long the race takes altogether, about; each frame is timed
            once at most.

    Raises:
        FacecamError: a peer ended unexpectedly, or weights are missing.
    """
    with ExitStack() as stack:
        runners = [stack.enter_context(_PeerProcess(name, peers[name])) for name in peers]
        for runner in runners:
            runner.run(frames[-1])
        began_at = time.perf_counter()
        turns: list[list[_Turn]] = [[] for _ in runners]
        for index in _scattered(len(frames)):
            for runner, taken in zip(runners, turns, strict=True):
                taken.append(runner.run(frames[index]))
            if time.perf_counter() - began_at >= seconds:
                break
        return [_speed(taken) for taken in turns]


@dataclass(frozen=True, slots=True)
class _Turn:
    """A peer's work on one frame: who, how long, how many faces, how many large ones."""

    name: str
    version: str
    seconds: float
    faces: int
    large_faces: int


class _PeerProcess:
    """A peer in a process of its own, which ends with the ``with`` block."""

    def __init__(self, name: str, make: Callable[[], Peer]) -> None:
        self._name, self._make = name, make
        self._process = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=_keep_to_cores, initargs=(CORES,)
        )

    def __enter__(self) -> _PeerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.shutdown(cancel_futures=True)

    def run(self, image: Image) -> _Turn:
        try:
            return self._process.submit(_take_turn, self._make, image).result()
        except BrokenProcessPool as error:
            raise FacecamError(
                f"The {self._name} peer ended unexpectedly; is its package whole?"
            ) from error


def _take_turn(make: Callable[[], Peer], image: Image) -> _Turn:
    peer = _opened(make)
    began_at = time.perf_counter()
    boxes = peer.faces(image)
    seconds = time.perf_counter() - began_at
    return _Turn(peer.name, peer.version, seconds, len(boxes), int(are_large(boxes).sum()))


@cache
def _opened(make: Callable[[], Peer]) -> Peer:
    return make()


def _keep_to_cores(count: int) -> None:
    """Keep this process on so many cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def _speed(turns: Sequence[_Turn]) -> PeerSpeed:
    frames = len(turns)
    fps = frames / sum(turn.seconds for turn in turns)
    faces = sum(turn.faces for turn in turns) / frames
    large = sum(turn.large_faces for turn in turns) / frames
    return PeerSpeed(turns[0].name, turns[0].version, frames, fps, faces, large)


def _scattered(count: int) -> Iterator[int]:
    """Yield every index below ``count`` once; each stretch of them lies all over the range."""
    step = max(round(count * _GOLDEN), 1)
    while gcd(step, count) != 1:
        step += 1
    for turn in range(count):
        yield turn * step % count
