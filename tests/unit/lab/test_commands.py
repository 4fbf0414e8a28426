"""Commands that do part of their work in another process, which imports them first."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["benchmark.live", "benchmark.search", "evaluate.video"])
def test_a_process_may_import_a_command_before_the_command_line(command):
    subprocess.run(
        [sys.executable, "-c", f"import facecam.lab.commands.{command}"],
        check=True,
        capture_output=True,
    )
