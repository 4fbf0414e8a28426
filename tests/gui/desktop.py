"""A screen of its own for the real program, and hands on its mouse and keyboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import numpy as np
from PIL import ImageGrab

from facecam.overlay import Colour
from facecam.types import Image

ROOT = Path(__file__).resolve().parents[2]
CHECKOUT = (sys.executable, str(ROOT / "main.py"))
WINDOW_TITLE = "^Facecam$"
# What a button to enrol with looks like, from assets/style.qss.
PRIMARY: Colour = (31, 111, 168)
A_BUTTON_PX = 500
A_LABEL_PX = 1000
"""How many pixels of one colour mean that the thing is there."""

_POLL_S = 0.05


def is_possible() -> bool:
    """True where an X server can be started."""
    return shutil.which("Xvfb") is not None


class Desktop:
    """An X server, and the program started on it as a user starts it.

    A context manager: leaving it ends both, whatever happened.

    Attributes:
        gallery: the program's.
        scale: how many pixels of the screen make one of the program's.
    """

    def __init__(self, home: Path, size: str = "1280x900x24") -> None:
        self.gallery = home / "gallery.sqlite"
        self.scale = 1.0
        self._home = home
        self._size = size
        self._cleanup = ExitStack()

    def __enter__(self) -> Desktop:
        ready, announce = os.pipe()
        server = subprocess.Popen(
            # Without -noreset the server starts anew whenever its last client leaves, as
            # xdotool does after each call, and turns away a program that comes just then.
            [
                *("Xvfb", "-displayfd", str(announce), "-screen", "0", self._size),
                *("-nolisten", "tcp", "-noreset"),
            ],
            pass_fds=[announce],
            stderr=subprocess.DEVNULL,
        )
        os.close(announce)
        self._cleanup.callback(_end, server)
        with os.fdopen(ready) as numbers:
            self._display = f":{numbers.readline().strip()}"
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._cleanup.close()

    def start(self, *arguments: str, program: Sequence[str] = CHECKOUT) -> None:
        """Start ``python main.py``, or ``program``, with ``arguments`` in a home of its own."""
        self.program = subprocess.Popen([*program, *arguments], env=self._environment(), cwd=ROOT)
        self._cleanup.callback(_end, self.program)

    def screen(self) -> Image:
        """Return what is on the screen."""
        return np.asarray(ImageGrab.grab(xdisplay=self._display).convert("RGB"))

    def count(self, colour: Colour) -> int:
        """Return how many pixels of the screen have exactly this colour."""
        return int((self.screen() == colour).all(axis=2).sum())

    def wait_until(self, condition: Callable[[], bool], what: str, limit_s: float = 30.0) -> None:
        """Wait for ``condition``; a program that ends meanwhile is an error too."""
        deadline = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"after {limit_s:.0f} s there was still no {what}")
            try:
                code = self.program.wait(_POLL_S)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"the program ended with {code} before there was {what}")

    def hand(self, *command: str) -> str:
        """Do something with the mouse or the keyboard, in xdotool's words."""
        done = subprocess.run(
            ["xdotool", *command],
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout

    def open_panel(self, colour: Colour) -> None:
        """Click the face framed in ``colour`` until the panel that names it is there.

        The demo's face moves: a first click may come too late, as a person's may.
        """

        def clicked() -> bool:
            self._click_inside(colour)
            return self.count(PRIMARY) > A_BUTTON_PX

        self.wait_until(clicked, "panel to name the face")

    def _click_inside(self, colour: Colour) -> None:
        ys, xs = np.nonzero((self.screen() == colour).all(axis=2))
        if len(xs):
            # A few pixels of the picture itself may have this colour as well.
            (left, right), (top, bottom) = np.percentile(xs, [2, 98]), np.percentile(ys, [2, 98])
            x, y = (left + right) / 2, (top + bottom) / 2
            self.hand("mousemove", f"{x:.0f}", f"{y:.0f}", "click", "1")

    def focus(self) -> None:
        """Give the window the keyboard; there is no window manager to do it."""
        self.hand("search", "--onlyvisible", "--name", WINDOW_TITLE, "windowfocus", "--sync")

    def _environment(self) -> dict[str, str]:
        own = {
            "DISPLAY": self._display,
            "QT_SCALE_FACTOR": str(self.scale),
            "FACECAM_GALLERY": str(self.gallery),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_DATA_HOME": str(self._home / "data"),
            "XDG_STATE_HOME": str(self._home / "state"),
        }
        return {k: v for k, v in os.environ.items() if not k.startswith("QT_QPA_")} | own


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
