"""What commands print: lines and JSON that every terminal and every program can take."""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from facecam.documents import document
from facecam.printable import harmless, printable

_NOT_ASCII = re.compile("[^\0-\x7f]")


def tell(line: str) -> None:
    """Print a line on standard output, at once, whoever reads it; none steers a terminal."""
    print(harmless(line), flush=True)  # noqa: T201 - this is where the program prints


def tell_json(fields: Mapping[str, Any], *, in_one_line: bool = False) -> None:
    """Print a ``document`` on standard output: UTF-8, or ASCII where that is not UTF-8."""
    text = document(fields, in_one_line=in_one_line)
    if codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8":
        text = _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)
    tell(text)


def say(sentence: str) -> None:
    """Print a sentence on standard error."""
    print(f"facecam: {printable(sentence)}", file=sys.stderr, flush=True)  # noqa: T201 - see tell


def remark(line: str) -> None:
    """Print a line beside the results, on standard error."""
    print(harmless(line), file=sys.stderr, flush=True)  # noqa: T201 - see tell


def escape_what_cannot_be_written() -> None:
    """Let no letter that the terminal does not have end a command, whoever prints it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
