"""How much memory a process takes, as Linux tells it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path


def resident_mb(pid: int | None = None) -> float | None:
    """Return a process's resident memory, MiB; None where the system does not say.

    Args:
        pid: whose; None for this process.
    """
    return _field("VmRSS", pid)


def peak_resident_mb(pid: int | None = None) -> float | None:
    """Return the most that ``resident_mb`` has been at any time."""
    return _field("VmHWM", pid)


def _field(name: str, pid: int | None) -> float | None:
    with suppress(OSError):
        status = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="utf-8")
        found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) / 1024 if found else None
    return None
