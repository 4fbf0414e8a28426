"""The log file: for finding faults, never for names, faces or addresses.

Whatever runs into a fault may hold a person's name, a file's or a password, and
so may the words of its exception. Therefore the log takes from this program's
messages only the text that stands in its code and numbers, from an exception only
its kind and where it came from, and from another package only that it had something
to say.
"""

from __future__ import annotations

import linecache
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from errno import errorcode
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from facecam.atomic import make_folder, tighten

_SIZE_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
_PROGRAM = logging.getLogger("facecam")


@contextmanager
def logging_to(path: Path, *, debug: bool = False) -> Iterator[None]:
    """Log to ``path`` inside the block; to nowhere if it cannot be written.

    Args:
        path: the log file; two older ones are kept beside it.
        debug: log everything, not only what matters to a user.
    """
    root = logging.getLogger()
    level_before = _PROGRAM.level
    handler = _file_handler(path)
    handler.setFormatter(_Formatter(_FORMAT))
    root.addHandler(handler)
    _PROGRAM.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        yield
    finally:
        _PROGRAM.setLevel(level_before)
        root.removeHandler(handler)
        handler.close()


def origin(error: BaseException) -> str:
    """Return how an exception came about: causes first, and of each its places and its kind.

    A place is a module, a line, a function, and the line's code. The exception's
    words are left out, and so are the folders in which the program lies.
    """
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\nwhich led to\n".join(
        "\n".join([*_places(link.__traceback__), _kind(link)]) for link in reversed(chain)
    )


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        yield f"  {frame.f_globals.get('__name__')}, line {line}, in {code.co_qualname}"
        yield f"    {linecache.getline(code.co_filename, line).strip()}"


def _kind(error: BaseException) -> str:
    """Return an exception's class, and the system's or SQLite's code for the error."""
    kind = type(error)
    code = getattr(error, "sqlite_errorname", None) or errorcode.get(getattr(error, "errno", 0))
    return f"{kind.__module__}.{kind.__qualname__}{f' ({code})' if code else ''}"


class _Formatter(logging.Formatter):
    """Makes lines that hold nothing from outside the code but numbers."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines of the log."""
        shown = copy(record)
        shown.exc_text = None  # another handler may have kept the exception with its words
        if record.name.partition(".")[0] != _PROGRAM.name:
            shown.msg, shown.args = f"A message of {record.module}, line {record.lineno}", ()
        elif isinstance(record.args, tuple):
            shown.args = tuple(
                value if isinstance(value, int | float) else "…" for value in record.args
            )
        return super().format(shown)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Return where an exception came from."""
        error = ei[1] if isinstance(ei, tuple) else None
        return origin(error) if isinstance(error, BaseException) else ""


class _PrivateFile(RotatingFileHandler):
    """Writes files that only the user may read, and leaves out what cannot be written."""

    def _open(self) -> TextIOWrapper:
        file = Path(self.baseFilename)
        file.touch(0o600)
        tighten(file)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: logging itself would print the record, words and all."""


def _file_handler(path: Path) -> logging.Handler:
    try:
        make_folder(path.parent)
        tighten(path.parent)
        return _PrivateFile(path, maxBytes=_SIZE_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
