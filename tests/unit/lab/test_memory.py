"""Memory in use, as the system says it."""

import subprocess
import sys

import numpy as np

from facecam.lab.memory import peak_resident_mb, resident_mb

MB = 2**20


def in_use() -> float:
    memory = resident_mb()
    assert memory is not None
    return memory


def test_memory_that_is_filled_is_in_use_and_its_peak_stays_when_it_is_freed():
    before = in_use()
    block = np.ones(64 * MB, np.uint8)
    during = in_use()
    del block
    assert during - before > 60
    assert during - in_use() > 60
    peak = peak_resident_mb()
    assert peak is not None
    assert peak > during - 1


def test_another_process_is_asked_for_by_its_number():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        memory = resident_mb(other.pid)
    assert memory is not None
    assert 0 < memory < in_use()


def test_a_process_that_is_not_there_has_no_memory():
    assert resident_mb(2**22 + 1) is None
