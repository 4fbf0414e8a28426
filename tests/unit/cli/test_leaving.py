import os
import subprocess
import sys

STUCK = """
import threading
from facecam.cli.app import leave

threading.Thread(target=threading.Event().wait, daemon=True).start()
print("done", end="")
leave(3)
"""
SAVING = """
import threading
from facecam.cli.app import leave

left = threading.Event()
threading.Thread(target=threading.Event().wait, daemon=True).start()
threading.Thread(target=lambda: left.wait() and print("saved", end="")).start()
threading.Timer(0, left.set).start()
leave(3)
"""


def run(program):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_thread_that_never_ends_does_not_keep_the_program_or_lose_its_output():
    left = run(STUCK)
    assert (left.returncode, left.stdout, left.stderr) == (3, "done", "")


def test_a_thread_that_still_saves_is_waited_for_beside_one_that_never_ends():
    left = run(SAVING)
    assert (left.returncode, left.stdout, left.stderr) == (3, "saved", "")
