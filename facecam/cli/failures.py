"""What the user sees when something goes wrong, and which exit code it has.

A ``FacecamError`` is one sentence on standard error: exit code 2 for wrong use
and for a missing display, 1 for everything else. So is what the system says of a
path that it refuses, wherever that was asked. Any other exception is a bug:
a sentence that says so, and where it happened in the log. Of what was typed,
only names of files, sources and options are repeated: another word may be a
person's name.
"""

from __future__ import annotations

import errno
import logging
import re
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

import typer

from facecam import paths
from facecam.cli.log import logging_to, origin
from facecam.cli.output import remark, say
from facecam.errors import DisplayError, FacecamError, UsageError

OK, FAILURE, WRONG_USE = 0, 1, 2

_REFUSALS = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ENOSPC, errno.ESTALE),
    *(errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR),
}
"""What a system may say of any path that it is asked about, even whether it is there."""

_log = logging.getLogger(__name__)


class Command(Protocol):
    """A command as typer builds it."""

    def main(self, *, args: Sequence[str], prog_name: str, standalone_mode: bool) -> object:
        """Run it; with ``standalone_mode`` off, errors are raised, not printed."""


def run(command: Command, arguments: Sequence[str], *, debug: bool = False) -> int:
    """Run ``command`` and turn the user's errors into a sentence.

    Args:
        command: what to run.
        arguments: the words after the program's name.
        debug: print where a user's error arose as well.

    Returns:
        The exit code.
    """
    try:
        with logging_to(paths.log_file(), debug=debug):
            code = command.main(args=arguments, prog_name="facecam", standalone_mode=False)
    except typer.TyperException as error:
        mistake = _without_words(error.format_message(), arguments)
        say(f"{mistake.rstrip('.')}. 'facecam --help' lists what there is.")
        return error.exit_code
    except FacecamError as error:
        if debug:
            remark(origin(error))
        say(str(error))
        return WRONG_USE if isinstance(error, UsageError | DisplayError) else FAILURE
    except OSError as error:
        if error.errno not in _REFUSALS or error.filename is None:
            raise
        _log.error("A path was refused: %s", origin(error))
        say(f"{error.filename} cannot be used: {error.strerror}.")
        return FAILURE
    except typer.Abort:
        say("Nothing was changed.")
        return FAILURE
    return code if isinstance(code, int) else OK


def _without_words(mistake: str, arguments: Sequence[str]) -> str:
    """Return typer's sentence without the words that were typed."""
    for word in arguments:
        mistake = mistake.replace(repr(word), "…")
    return re.sub(
        r"(?<=extra argument\(s\)) \(.*\)",
        ": a name of several words needs quotation marks",
        mistake,
    )


def install_bug_reports(*, debug: bool) -> None:
    """Send every exception that nobody expected, of any thread, to the log.

    So are warnings, and exceptions that Python can raise nowhere.
    """

    def report(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        report_bug(kind, error, trace, debug=debug)

    def report_in_thread(failed: threading.ExceptHookArgs) -> None:
        report(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def report_unraisable(failed: sys.UnraisableHookArgs) -> None:
        report(failed.exc_type, failed.exc_value, failed.exc_traceback)

    logging.captureWarnings(True)
    sys.excepthook = report
    sys.unraisablehook = report_unraisable
    threading.excepthook = report_in_thread


def report_bug(
    kind: type[BaseException],
    error: BaseException | None,
    trace: TracebackType | None,
    *,
    debug: bool,
) -> None:
    """Say that the program is at fault and keep where it is where it can be found."""
    error = (error or kind()).with_traceback(trace)
    if debug:
        remark(origin(error))
    log_file = paths.log_file()
    with logging_to(log_file):
        _log.critical("A bug", exc_info=error)
    say(f"this is a bug, sorry: {kind.__name__}. The details are in {log_file}.")
