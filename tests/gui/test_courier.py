"""Calls from other threads, also once PyQt has destroyed what it destroys as Python ends."""

import subprocess
import sys
import threading

import pytest

from facecam.gui.courier import courier
from tests.gui.test_parts import from_another_thread

ENDING = """
import atexit, sys, threading
from concurrent.futures import Future

def call():
    call_from_elsewhere()
    sys.stderr.write("called")

atexit.register(call)  # before PyQt is imported, so that it is called after PyQt's own

from PyQt5.QtWidgets import QApplication
from facecam.gui.background import Background, deliver
from facecam.gui.bridge import EngineBridge
from facecam.gui.crash import dialog_for_bugs

app = QApplication(sys.argv)
"""
ENGINE = "call_from_elsewhere = EngineBridge().notify"
GALLERY = """
future = Future()
deliver(future, print, print)
call_from_elsewhere = lambda: future.set_result(None)
"""
BUG = """
sys.excepthook = lambda *bug: None
with dialog_for_bugs():
    hook = sys.excepthook
call_from_elsewhere = lambda: hook(ValueError, ValueError(), None)
"""
DRIVER_THAT_HANGS = """
began = threading.Event()
def hang():
    began.set()
    threading.Event().wait()
Background().run(hang)
began.wait()
call_from_elsewhere = lambda: None
"""


@pytest.mark.parametrize(
    "elsewhere", [ENGINE, GALLERY, BUG, DRIVER_THAT_HANGS], ids=["engine", "gallery", "bug", "hung"]
)
def test_whoever_calls_while_the_program_ends_does_no_harm(elsewhere):
    ended = subprocess.run(
        [sys.executable, "-c", ENDING + elsewhere],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (0, "called")


def test_calls_come_on_the_gui_thread_in_their_order(qtbot):
    made, came = courier(), []
    made.send(lambda: came.append(("first", threading.current_thread())))
    second = ("second", threading.main_thread())
    from_another_thread(lambda: made.send(lambda: came.append(second)))
    assert came == []
    qtbot.waitUntil(lambda: len(came) == 2)
    assert came == [("first", threading.main_thread()), second]
