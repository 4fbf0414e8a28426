from __future__ import annotations

import os
import subprocess
import sys

import pytest

import facecam as package


def test_help_names_every_command(facecam):
    outcome = facecam("--help")
    assert outcome.code == 0
    commands = [
        "identify",
        "enrol",
        "watch",
        "people",
        "gallery",
        "models",
        "evaluate",
        "calibrate",
        "benchmark",
        "doctor",
    ]
    for command in commands:
        assert f" {command} " in outcome.out


def test_version(facecam):
    assert facecam("--version").out == f"facecam {package.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--no-such-option"],
        ["no-such-command"],
        ["identify"],
        ["watch", "--max-frames", "0"],
        ["--min-face", "5"],
        ["identify", "a.jpg", "--limit", "2"],
        ["--backend", "torch"],
        ["evaluate", "verification"],
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(facecam, words):
    outcome = facecam(*words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert outcome.err.startswith("facecam: ")


def test_option_may_stand_before_the_command(facecam, tmp_path):
    gallery = tmp_path / "other.sqlite"
    assert facecam("--gallery", gallery, "people", "list", "--json").json["people"] == []
    assert gallery.is_file()


def test_starting_imports_nothing_heavy():
    program = (
        "import sys, facecam.cli; "
        "print(sorted({'numpy', 'cv2', 'PyQt5', 'tensorflow', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_whatever_the_command_numpy_computes_in_one_thread():
    program = (
        "import atexit, os, sys, facecam.cli; sys.argv = ['facecam', '--version']; "
        "atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS'], "
        "'numpy' in sys.modules)); facecam.cli.main()"
    )
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.splitlines()[-1] == "1 False", "set, and numpy not yet imported"


def test_the_window_waits_neither_for_the_database_nor_for_the_networks():
    program = (
        "import sys, facecam.gui, facecam.capture, facecam.engine, facecam.gallery; "
        "heavy = {'sqlalchemy', 'alembic', 'scipy', 'matplotlib', 'ai_edge_litert', 'tensorflow'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
