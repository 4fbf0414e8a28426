"""SIGTERM and SIGHUP: an orderly stop, as after Ctrl-C."""

from __future__ import annotations

import signal
import sys
from multiprocessing import active_children
from types import FrameType
from typing import NoReturn

_NAMES = ("SIGTERM", "SIGHUP")  # where the system has them


def stop_in_order() -> None:
    """Have the program end by ``SystemExit`` when it is asked to: everything open is closed.

    The exit code is 128 and the signal's number, as a shell gives it. A signal that
    is ignored, as ``nohup`` has it, stays so.
    """
    for number in _signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    for other in _signals():
        signal.signal(other, signal.SIG_IGN)  # what is being closed is not interrupted
    for child in active_children():
        child.terminate()  # it would be waited for
    sys.exit(128 + number)


def _signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
