"""Addresses of sources as they may be shown, whatever passwords they hold.

People write passwords into addresses in many ways, some of them mistaken:
before the host, among the parameters, or with a slash forgotten. So nothing is
taken out of an address here. What is shown is put together from the parts that
are understood and cannot hold a password; all else is left out.
"""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(
    r"""
    (?P<scheme> [a-z][a-z0-9+.-]{0,15} ) ://
    (?: [^/?\#]* @ )?
    (?P<place> (?: [\w.-]+ | \[ [0-9a-f:.]+ \] ) (?: :\d{1,5} )? )
    (?P<path> (?: / [\w.~+-]* )* )
    (?P<rest> .* )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_AT = re.compile(r"@|%(25)*40")
"""What ends a password, also where it was encoded once too often."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,15}:", re.IGNORECASE)
_DOUBTFUL = re.compile(r"[?#;&=%:\\]")
"""What stands between the parts of an address, and seldom in the name of a file."""
_CERTAIN = re.compile(r"[?=]|://")
"""The same in a path from the root, which a file dialog gives: only what no file has."""


def shown_source(spec: str) -> str:
    """Return what ``--source`` takes so that it may be shown, written and logged.

    Args:
        spec: an address, well written or not, or anything else that names a
            source: a file, a folder, a camera's number.

    Returns:
        Of an address the scheme, the host, the port and a path of plain words; of
        one that is badly written less; "…" for what is left out in its midst or
        at its end, except for a query. A file's name as it is, where it cannot be
        taken for an address.
    """
    # A wide @ or : is one for whoever wrote it.
    text = unicodedata.normalize("NFKC", spec.strip())
    address = _ADDRESS.fullmatch(text)
    if address is not None and not _AT.search(address["rest"]):
        return _of_parts(address)
    scheme = _SCHEME.match(text)
    if _AT.search(text) or "://" in text:
        return f"{scheme[0]}//…" if scheme and "://" in text else "…"
    if scheme is not None:
        return f"{scheme[0]}…"
    doubt = _DOUBTFUL if not text.startswith("/") or text.startswith("//") else _CERTAIN
    if doubt.search(text) is None:
        return spec
    return f"{_DOUBTFUL.split(text, maxsplit=1)[0]}…"


def _of_parts(address: re.Match[str]) -> str:
    start = f"{address['scheme']}://{address['place']}"
    if not address["rest"] or address["rest"][0] in "?#":
        return start + address["path"]
    # The rest begins within a word of the path.
    return f"{start}{address['path'].rpartition('/')[0]}/…"
