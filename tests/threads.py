"""No test leaves a thread behind: it would work on, unseen, beside the tests after it."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

TIMEOUT_S = 5.0
"""How long a thread that was told to end may take; waited for only where one is left."""
_SHOWN_CALLS = 6


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that has ended before the threads that it started."""
    with ended_threads():
        yield


@contextmanager
def ended_threads(limit_s: float = TIMEOUT_S) -> Iterator[None]:
    """Fail with where each thread was started that was started in here and still runs.

    Args:
        limit_s: how long to wait for their end.
    """
    started: list[tuple[threading.Thread, traceback.StackSummary]] = []
    start = threading.Thread.start

    def noted_start(thread: threading.Thread) -> None:
        calls = traceback.walk_stack(sys._getframe(1))
        started.append((thread, traceback.StackSummary.extract(calls, lookup_lines=False)))
        start(thread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", noted_start)
        yield
    deadline = time.monotonic() + limit_s
    for thread, _ in started:
        if thread.ident is not None:
            thread.join(max(0.0, deadline - time.monotonic()))
    left = [_told(thread, calls) for thread, calls in started if thread.is_alive()]
    if left:
        pytest.fail("\n".join(left), pytrace=False)


def _told(thread: threading.Thread, calls: traceback.StackSummary) -> str:
    shown = [f"    {one.filename}:{one.lineno} in {one.name}: {one.line}" for one in calls]
    places = "\n".join(shown[:_SHOWN_CALLS])  # innermost first
    return f"The thread '{thread.name}' was left behind. It was started at\n{places}"
