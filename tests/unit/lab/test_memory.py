"""Memory in use, as the system says it."""

import subprocess
import sys

from facecam.lab.memory import resident_mb

FILLS_64_MB = """
import numpy as np
from facecam.lab.memory import peak_resident_mb, resident_mb

before = resident_mb()
block = np.ones(64 * 2**20, np.uint8)
during = resident_mb()
del block
print(before, during, resident_mb(), peak_resident_mb())
"""


def test_memory_that_is_filled_is_in_use_and_its_peak_stays_when_it_is_freed():
    # In a process of its own: this one may free what earlier tests left behind meanwhile.
    done = subprocess.run(
        [sys.executable, "-c", FILLS_64_MB], capture_output=True, text=True, check=True
    )
    before, during, after, peak = map(float, done.stdout.split())
    assert during - before > 60
    assert during - after > 60
    assert peak > during - 1


def test_another_process_is_asked_for_by_its_number():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        memory = resident_mb(other.pid)
    assert memory is not None
    own = resident_mb()
    assert own is not None
    assert 0 < memory < own


def test_a_process_that_is_not_there_has_no_memory():
    assert resident_mb(2**22 + 1) is None
