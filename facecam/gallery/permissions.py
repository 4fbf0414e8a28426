"""Keeping a gallery from other users of the computer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from facecam.atomic import is_open_to_others, tighten


def keep_to_owner(path: Path) -> str:
    """Make a gallery, and a journal beside it, its owner's only.

    Returns:
        A sentence for the user if others could read or change it, else "".
    """
    tightened = tighten(path)
    with suppress(FileNotFoundError):
        tightened |= tighten(Path(f"{path}-journal"))
    if is_open_to_others(path):
        return (
            f"Other users of this computer can read the gallery {path}, and you may not change "
            "that: keep your own in a folder of your own, with --gallery."
        )
    if tightened:
        return f"Other users of this computer could read the gallery {path}; now only you can."
    return ""
