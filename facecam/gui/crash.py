"""What happens when the program has a bug: a traceback in the log, then one dialog.

PyQt5 aborts the whole program for an exception in a slot unless
``sys.excepthook`` is set. This is the one place of the GUI that knows
``threading``: only for the hook through which other threads report.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from facecam.gui import dialogs, messages
from facecam.gui.courier import courier


class _CrashDialog:
    """Shows a dialog for the first bug only."""

    def __init__(self) -> None:
        self._shown = False

    def show(self) -> None:
        """Show it; to be called by the event loop: the bug may have been in a paint event."""
        if not self._shown:
            self._shown = True
            dialogs.ErrorDialog.ask(None, messages.UNEXPECTED)


@contextmanager
def dialog_for_bugs() -> Iterator[None]:
    """Show a dialog for a bug of any thread, after the hooks already set have logged it."""
    report, report_in_thread = sys.excepthook, threading.excepthook
    send, dialog = courier().send, _CrashDialog()

    def excepthook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        report(kind, error, trace)
        send(dialog.show)

    def thread_excepthook(failed: threading.ExceptHookArgs) -> None:
        report_in_thread(failed)
        send(dialog.show)

    sys.excepthook, threading.excepthook = excepthook, thread_excepthook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = report, report_in_thread
