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

from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from facecam.gui import dialogs, messages


class _CrashDialog(QObject):
    """Shows a dialog for the first bug only, on the GUI thread."""

    crashed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = False
        self.crashed.connect(self._show_soon)

    def _show_soon(self) -> None:
        if not self._shown:
            self._shown = True
            QTimer.singleShot(0, self._show)  # the bug may have been in a paint event

    def _show(self) -> None:
        dialogs.ErrorDialog.ask(None, messages.UNEXPECTED)


@contextmanager
def dialog_for_bugs() -> Iterator[None]:
    """Show a dialog for a bug of any thread, after the hooks already set have logged it."""
    report, report_in_thread = sys.excepthook, threading.excepthook
    dialog = _CrashDialog()

    def excepthook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        report(kind, error, trace)
        dialog.crashed.emit()

    def thread_excepthook(failed: threading.ExceptHookArgs) -> None:
        report_in_thread(failed)
        dialog.crashed.emit()

    sys.excepthook, threading.excepthook = excepthook, thread_excepthook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = report, report_in_thread
