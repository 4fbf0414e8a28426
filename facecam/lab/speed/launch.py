"""How soon the program shows something: the real program, started anew each time.

What is timed is what a user waits for, from the start of the process to the
paint that brings the first picture, and the first name, to the screen. The
program is started by ``milestones``, which prints both moments.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from facecam.capture import open_source
from facecam.errors import FacecamError
from facecam.gallery import GalleryStore
from facecam.lab.memory import resident_mb
from facecam.paths import GALLERY_VARIABLE
from facecam.pipeline import open_recogniser

TIMEOUT_S = 30.0
_POLL_S = 0.02
_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_PROGRAM = (sys.executable, "-m", "facecam.lab.speed.milestones")


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the program.

    Attributes:
        picture_s: from the start of the process to the first painted picture.
        name_s: the same to the first painted name.
        rss_mb: memory in use, MiB, when it has run on for a while; None where
            the system does not say.
    """

    picture_s: float
    name_s: float
    rss_mb: float | None


def enrol_demo(gallery: Path) -> None:
    """Make a gallery that knows the demo's person.

    Raises:
        FacecamError: weights or the demo's photograph are missing.
    """
    source = open_source("demo")
    source.open()
    picture = source.read()
    source.close()
    faces = open_recogniser().identify(picture.image) if picture is not None else ()
    samples = [face.sample for face in faces if face.sample is not None]
    with GalleryStore(gallery) as store:
        store.enrol("Demo", samples)


def launch(folder: Path, runs_on_s: float) -> Launch:
    """Start the program on the demo, wait for its first name, let it run on and end it.

    Args:
        folder: where it keeps its things, with the ``gallery.sqlite`` of ``enrol_demo``.
        runs_on_s: how long after the first name its memory is read.

    Raises:
        FacecamError: it ended, or showed no name within ``TIMEOUT_S``.
    """
    printed, log = folder / "milestones.jsonl", folder / "launch.log"
    began_at = time.time()
    with printed.open("wb") as output, log.open("wb") as errors:
        process = subprocess.Popen(
            [*_PROGRAM, "--source", "demo"],
            env=_environment(folder),
            stdout=output,
            stderr=errors,
        )
    try:
        reached = _wait_for_name(process, printed)
        time.sleep(runs_on_s)
        memory = resident_mb(process.pid)
    finally:
        _end(process)
    return Launch(reached["picture"] - began_at, reached["name"] - began_at, memory)


def _environment(folder: Path) -> Mapping[str, str]:
    """Return this environment with folders of the program's own, and a screen in any case."""
    own = {name: str(folder / name.lower()) for name in _FOLDERS}
    own[GALLERY_VARIABLE] = str(folder / "gallery.sqlite")
    # OpenCV has pointed Qt at its own plugins in this process.
    kept = {name: value for name, value in os.environ.items() if "/cv2/" not in value}
    if not any(kept.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        own["QT_QPA_PLATFORM"] = "offscreen"
    return {**kept, **own}


def _wait_for_name(process: subprocess.Popen[bytes], printed: Path) -> dict[str, float]:
    """Return when each milestone was reached, seconds since 1970."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        reached = milestones_in(printed)
        if "name" in reached:
            return reached
        if process.poll() is not None:
            raise FacecamError(f"The program ended with exit code {process.returncode}.")
        time.sleep(_POLL_S)
    raise FacecamError(f"No name was shown within {TIMEOUT_S:.0f} s.")


def milestones_in(printed: Path) -> dict[str, float]:
    """Return the milestones printed so far and their moments, seconds since 1970."""
    *lines, _unfinished = printed.read_text(encoding="utf-8").split("\n")
    records = [json.loads(line) for line in lines]
    return {record["milestone"]: record["at"] for record in records}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(5.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
