"""The parts of a page, and the page as one file that needs no other.

``page.html`` and ``blocks.html`` are its templates, for Jinja2 (the extra ``lab``).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from facecam import atomic
from facecam.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_PACKAGE = "jinja2"
_INSTALL = "Reports need Jinja2: pip install 'facecam[lab]'."


def document(title: str, *blocks: Markup) -> str:
    """Return a page as HTML; its blocks are made by the functions below."""
    return _templates().get_template("page.html").render(title=title, blocks=blocks)


def heading(text: str) -> Markup:
    """Return a heading."""
    return _block("heading", text)


def paragraph(text: str) -> Markup:
    """Return a paragraph."""
    return _block("paragraph", text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """Return a table; the first column names the rows."""
    return _block("table", head, rows)


def figure(svg: bytes, caption: str) -> Markup:
    """Return a drawing with what it shows."""
    return _block("figure", data_uri(svg, "image/svg+xml"), caption)


def cards(items: Sequence[tuple[Sequence[tuple[str, str]], str]]) -> Markup:
    """Return faces in groups, or "None." for no group.

    Args:
        items: for each group its faces, each a picture's data URI and caption,
            and what is said of the group.
    """
    return _block("cards", items) if items else paragraph("None.")


def _block(macro: str, *content: object) -> Markup:
    """Return a block's HTML, marked as such, so that the page does not escape it again."""
    block: Markup = getattr(_templates().get_template("blocks.html").module, macro)(*content)
    return block


@cache
def _templates() -> Environment:
    """Return the templates beside this module; what is put into them is escaped."""
    from jinja2 import Environment, PackageLoader

    templates = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["breakable"] = _breakable
    return templates


def _breakable(name: str) -> Markup:
    """Return the HTML of a file's name that a browser may break after each underscore."""
    from markupsafe import Markup, escape

    return escape(name).replace("_", Markup("_<wbr>"))


def data_uri(content: bytes, kind: str) -> str:
    """Return content as an address that holds it; ``kind`` is its media type."""
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def make_folder(folder: Path) -> None:
    """Make the folder that a report will be written to, before the long work begins.

    A new one is the user's only, as the report is.

    Raises:
        UsageError: there cannot be one, or what makes reports is not installed.
    """
    if find_spec(_PACKAGE) is None:
        raise UsageError(_INSTALL)
    try:
        atomic.make_folder(folder)
        (folder / ".probe").touch()
        (folder / ".probe").unlink()
    except OSError as error:
        raise UsageError(f"The report cannot be written to {folder}: {error.strerror}.") from error


def write(html: str, file: Path) -> None:
    """Write a page that only the user may read.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        atomic.replace_file(file, html.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"The report {file} cannot be written: {error.strerror}.") from error
