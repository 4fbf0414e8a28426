"""The launch benchmark starts the real program and finds both of its milestones."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.weights


def test_a_launch_shows_a_picture_and_then_a_name():
    command = "from facecam.cli import main; main()"
    words = ["benchmark", "launch", "--runs", "1", "--runs-on", "0", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", command, *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    [run] = json.loads(done.stdout)["runs"]
    assert 0 < run["picture_s"] < run["name_s"]
