"""The parts of a page, and the page as one file that needs no other."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

from facecam import atomic
from facecam.errors import UsageError

PRIVACY = (
    "This page holds pictures of people, and the names of their files. "
    "Give it to nobody to whom you would not give the pictures."
)
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1c20; background: #fff;
       max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
.privacy { border-left: 4px solid #e69f00; padding: .3rem .8rem; background: #fdf6e7; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .9rem .25rem 0; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
th { font-weight: 600; }
figure { margin: 1.2rem 0; } figure img { max-width: 100%; }
figcaption, .note { color: #555; font-size: .9rem; }
.cards { display: flex; flex-wrap: wrap; gap: 1.5rem 2rem; }
.card { break-inside: avoid; width: min-content; } .card p { margin: .3rem 0; font-size: .9rem; }
.faces { display: flex; gap: .5rem; }
.faces figure { margin: 0; } .faces img { width: 112px; height: 112px; }
.faces figcaption { width: 112px; font-size: .75rem; line-height: 1.3; overflow-wrap: anywhere; }
"""


def document(title: str, *blocks: str) -> str:
    """Return a page; its blocks are made by the functions below."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(title)}</h1>\n<p class="privacy">{escape(PRIVACY)}</p>\n'
        + "\n".join(blocks)
        + "\n</body>\n</html>\n"
    )


def heading(text: str) -> str:
    """Return a heading."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column names the rows."""
    header = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def figure(svg: bytes, caption: str) -> str:
    """Return a drawing with what it shows."""
    return (
        f'<figure><img alt="{escape(caption)}" src="{data_uri(svg, "image/svg+xml")}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def cards(items: Sequence[tuple[Sequence[tuple[str, str]], str]]) -> str:
    """Return faces in groups, or "None." for no group.

    Args:
        items: for each group its faces, each a picture's data URI and caption,
            and what is said of the group.
    """
    if not items:
        return paragraph("None.")
    groups = (
        f'<div class="card"><div class="faces">{"".join(_face(*face) for face in faces)}</div>'
        f"<p>{escape(text)}</p></div>"
        for faces, text in items
    )
    return '<div class="cards">\n' + "\n".join(groups) + "\n</div>"


def _face(uri: str, caption: str) -> str:
    text = escape(caption).replace("_", "_<wbr>")  # where a long name may be broken
    return f'<figure><img alt="" src="{uri}"><figcaption>{text}</figcaption></figure>'


def data_uri(content: bytes, kind: str) -> str:
    """Return content as an address that holds it; ``kind`` is its media type."""
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def make_folder(folder: Path) -> None:
    """Make the folder that a report will be written to, before the long work begins.

    A new one is the user's only, as the report is.

    Raises:
        UsageError: there cannot be one.
    """
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
