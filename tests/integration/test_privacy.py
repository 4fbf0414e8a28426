"""The real program names nobody in its log or on standard error, and shows no password."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from facecam import paths
from facecam.capture.demo import Demo
from facecam.gui.milestones import FIRST_NAME
from facecam.picture import save_picture

pytestmark = pytest.mark.weights

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(PROJECT / "main.py")]
NAME, FILE, PASSWORD = "Zoë Markerson", "filemark", "Swordmarkfish"

Facecam = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """A picture of the demo's person."""
    demo = Demo()
    demo.open()
    picture = demo.read()
    assert picture is not None
    file = tmp_path / f"{FILE}.png"
    save_picture(picture.image, file)
    return file


@pytest.fixture
def facecam(own_folders: Path) -> Facecam:
    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, "--debug", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )

    return call


def log() -> str:
    return "".join(file.read_text("utf-8") for file in paths.log_file().parent.iterdir())


def end(process: subprocess.Popen[str]) -> str:
    """End a program, and return the rest of what it printed on both ways."""
    process.send_signal(signal.SIGINT)
    return "".join(process.communicate(timeout=30))


def show_until_named() -> str:
    """Run the window, offscreen, until it has named somebody; return what it printed."""
    process = subprocess.Popen(
        [*COMMAND, "--debug", "--source", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while FIRST_NAME not in log():
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the window ended with {process.wait(timeout=0.05)}")
    finally:
        printed = end(process)
    return printed


def names_nobody(text: str) -> bool:
    return not any(trace in text.casefold() for trace in ("marker", "zoë", r"zo\xeb"))


def test_from_enrolment_to_deletion_nobody_is_named_and_files_are_the_users_only(
    facecam: Facecam, portrait: Path, tmp_path: Path
):
    output = tmp_path / "named.png"
    runs = [
        facecam("enroll", NAME, portrait),
        facecam("enroll", "Somebody", tmp_path / f"{FILE}-missing.png"),
        facecam("identify", portrait, "--output", output),
        facecam("watch", "--source", "demo", "--max-frames", 30),
    ]
    assert all(NAME in runs[index].stdout for index in (0, 2, 3))
    with closing(sqlite3.connect(paths.gallery_file())) as other:
        other.execute("BEGIN EXCLUSIVE")
        runs.append(facecam("people", "rename", NAME, f"{NAME} the younger"))
    assert "in use" in runs[-1].stderr
    window = show_until_named()
    runs.append(facecam("people", "delete", NAME, "--yes"))
    assert names_nobody(window + "".join(run.stderr for run in runs))
    assert names_nobody(log())
    assert FILE not in log()
    private = [output, paths.gallery_file(), *paths.log_file().parent.iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in private} == {0o600}
    assert stat.S_IMODE(paths.log_file().parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    [
        f"http:/me:{PASSWORD}@127.0.0.1:9/x",
        f"me:{PASSWORD}@127.0.0.1:9/x",
        f"http://me:{PASSWORD}@127.0.0.1:9/x",
        f"rtsp://me:{PASSWORD}@127.0.0.1:9/x",
        f"http://127.0.0.1:9/x;password={PASSWORD}?token={PASSWORD}",
        f"http://me:{PASSWORD}/x",
        f"ftp://me:{PASSWORD}@127.0.0.1/x",
    ],
)
def test_no_password_of_a_source_is_printed_or_logged(own_folders: Path, address: str):
    process = subprocess.Popen(
        [*COMMAND, "--debug", "watch", "--json", "--source", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = next(line for line in process.stderr if line.startswith("facecam: "))
    printed = said + end(process)
    assert PASSWORD not in printed + log()
