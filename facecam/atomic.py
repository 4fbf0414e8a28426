"""Writing files that only their owner may read, and of which nobody ever sees half."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import ExitStack
from errno import EINVAL
from pathlib import Path

_OTHERS = 0o077
"""The permissions of everybody but the owner."""


def replace_file(path: Path, content: bytes) -> None:
    """Give ``path`` a new content: at every moment the old one or the new one, whole.

    The file is readable by the user only, whatever it was before. A link stays, and
    what it leads to is replaced.

    Raises:
        OSError: it cannot be written; what was there is left as it was.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OSError(EINVAL, "it is not a file", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".facecam-")
    with ExitStack() as on_failure:
        on_failure.callback(Path(name).unlink)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
        on_failure.pop_all()


def make_folder(folder: Path) -> None:
    """Make a folder that only the user may look into; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def tighten(file: Path) -> bool:
    """Take from everybody but the owner what they may do with a file or folder.

    Returns:
        Whether that changed anything. Another user's file stays as it is.
    """
    mode = stat.S_IMODE(file.stat().st_mode)
    if not mode & _OTHERS:
        return False
    try:
        file.chmod(mode & ~_OTHERS)
    except PermissionError:
        return False
    return True
