"""A program that is killed in the midst of a change: the short form of the attack."""

import subprocess
import sys
from pathlib import Path

import pytest

from facecam.gallery import GalleryStore

from .conftest import MODEL

PROGRAM = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from facecam.gallery import GalleryStore

def kill_oneself(connection, cursor, statement, *rest):
    if connection.in_transaction() and statement.startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

store = GalleryStore(Path(sys.argv[1]))
store._database._connection.execute("PRAGMA cache_size = 1")  # the file is written at once
store.rename(1, "Ada Lovelace")
event.listen(Engine, "after_cursor_execute", kill_oneself)
if sys.argv[2] == "DELETE":
    store.delete(2)
else:
    store.rename(2, "Zoë Ball")
"""


@pytest.mark.parametrize("statement", ["DELETE", "UPDATE"])
def test_what_was_confirmed_stays_and_what_was_not_has_not_happened(
    filled: Path, statement: str
) -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(filled), statement], check=False)
    assert ended.returncode == -9
    with GalleryStore(filled) as store:
        assert store.snapshot(MODEL).names == {1: "Ada Lovelace", 2: "Zoë"}
        assert store.check().findings == ()
