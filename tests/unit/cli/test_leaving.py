import subprocess
import sys

STUCK = """
import threading
from facecam.cli.app import leave

threading.Thread(target=threading.Event().wait, name="facecam-grabber").start()
print("done", end="")
leave(3)
"""


def test_a_thread_that_never_ends_does_not_keep_the_program_or_lose_its_output():
    left = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=60, check=False
    )
    assert (left.returncode, left.stdout, left.stderr) == (3, "done", "")
