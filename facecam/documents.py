"""JSON for other programs: every document says its schema, and none holds what is no number."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from facecam.printable import writable

SCHEMA_VERSION: Final = 1
"""Raised when a field of any document is named or meant in another way, or goes; not when
one is added."""

_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def document(fields: Mapping[str, Any], *, in_one_line: bool = False) -> str:
    r"""Return a JSON document: ``schema_version``, then its fields.

    It is valid Unicode, with ``\xe9`` for a byte that is not UTF-8. What would steer a
    terminal or turn the text is escaped as JSON has it.

    Args:
        fields: by name, of JSON's kinds.
        in_one_line: for a stream of documents, a line each.

    Raises:
        ValueError: a number is not finite, for which JSON has no word.
    """
    text = json.dumps(
        {"schema_version": SCHEMA_VERSION, **fields},
        allow_nan=False,
        ensure_ascii=False,
        indent=None if in_one_line else 2,
    )
    # Only strings can hold these, so what stands for them is escaped as in a string.
    text = re.sub("[\ud800-\udfff]+", lambda found: writable(found[0]).replace("\\", "\\\\"), text)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
