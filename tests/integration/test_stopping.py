"""The real program is asked to end, by the signals that a system or a terminal sends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from facecam import paths
from facecam.embed.views import embedding_id
from facecam.gallery import GalleryStore
from facecam.gui.milestones import FIRST_PICTURE
from facecam.types import FaceSample
from facecam.weights import find_model

MAIN = str(Path(__file__).resolve().parents[2] / "main.py")
TIMEOUT_S = 60
POLL_S = 0.05
CODES = [(signal.SIGTERM, 143), (signal.SIGHUP, 129)]
SAMPLES = 400

pytestmark = pytest.mark.weights


@pytest.fixture
def start(own_folders):
    """Start the program in a session of its own; nothing of it is left in the end."""
    started: list[subprocess.Popen[str]] = []

    def call(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, MAIN, *words],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield call
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def log_says(sentence: str) -> Callable[[], bool]:
    return lambda: paths.log_file().exists() and sentence in paths.log_file().read_text("utf-8")


def wait_until(process: subprocess.Popen[str], holds: Callable[[], bool]) -> None:
    for _ in range(int(TIMEOUT_S / POLL_S)):
        if holds():
            return
        try:
            process.wait(POLL_S)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the program ended with {process.returncode}: {process.stderr}")
    pytest.fail("it did not happen in time")


def ask_to_end(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Return what the program prints until its end; no process of its session is left."""
    process.send_signal(number)
    printed, errors = process.communicate(timeout=TIMEOUT_S)
    assert "Traceback" not in errors
    assert "bug" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    return printed


@pytest.mark.parametrize(("number", "code"), CODES)
def test_watching_ends_in_order(start, number, code):
    process = start("watch", "--source", "demo", "--json")
    process.stdout.readline()
    for line in ask_to_end(process, number).splitlines():
        json.loads(line)
    assert process.returncode == code


@pytest.mark.parametrize(("number", "code"), CODES)
def test_the_window_closes_in_order(start, number, code):
    process = start("--source", "demo")
    wait_until(process, log_says(FIRST_PICTURE))
    ask_to_end(process, number)
    assert process.returncode == code


@pytest.mark.parametrize("words", [("watch", "--source", "demo"), ("--source", "demo")])
def test_no_worker_is_waited_for_that_still_opens_its_recogniser(start, words):
    sample = FaceSample(
        np.zeros((160, 160, 3), np.uint8), np.eye(1, 512, dtype=np.float32)[0], "older", 0.99
    )
    with GalleryStore(paths.gallery_file()) as gallery:
        gallery.enrol("Ada", [sample] * SAMPLES)
    process = start(*words)
    wait_until(process, log_says("Samples of another network are embedded again"))
    ask_to_end(process, signal.SIGTERM)
    assert process.returncode == 143
    with GalleryStore(paths.gallery_file()) as gallery:
        renewed = gallery.snapshot(embedding_id(find_model("facenet").manifest.id))
    assert len(renewed.embeddings) < SAMPLES
