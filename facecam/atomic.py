"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Give ``path`` a new content: at every moment the old one or the new one, whole.

    The file is readable by the user only; its folder is made where there is none.

    Raises:
        OSError: it cannot be written; what was there is left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with ExitStack() as on_failure:
        on_failure.callback(Path(name).unlink)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
        on_failure.pop_all()
