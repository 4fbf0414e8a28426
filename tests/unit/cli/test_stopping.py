"""Signals that ask the program to end, sent to a program that does nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

ASKED = """
import signal
from facecam.cli.stopping import stop_in_order

stop_in_order()
try:
    print("ready", flush=True)
    while True:
        signal.pause()
finally:
    signal.raise_signal(signal.SIGTERM)
    print("closed")
"""
ASKED_WITH_CHILD = """
import signal, sys, time
from facecam.cli.processes import alone
from facecam.cli.stopping import stop_in_order

def work():
    print("ready", flush=True)
    time.sleep(1000)

if __name__ == "__main__":
    stop_in_order()
    alone(work)
"""
TIMEOUT_S = 60


def ask(program: list[str], number: signal.Signals) -> tuple[int, str, str]:
    """Return the exit code and what was printed of a program that was asked to end."""
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        printed, errors = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, printed, errors


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_what_is_open_is_closed_and_a_second_signal_does_not_keep_it_from_being_so(number, code):
    assert ask([sys.executable, "-c", ASKED], number) == (code, "closed\n", "")


def test_work_in_a_process_of_its_own_is_not_waited_for(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(ASKED_WITH_CHILD)
    assert ask([sys.executable, str(program)], signal.SIGTERM) == (143, "", "")


def test_a_signal_that_is_ignored_as_by_nohup_stays_so():
    program = (
        "import signal; from facecam.cli.stopping import stop_in_order; "
        "signal.signal(signal.SIGHUP, signal.SIG_IGN); stop_in_order(); "
        "signal.raise_signal(signal.SIGHUP); print('goes on')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    assert done.stdout == "goes on\n"
