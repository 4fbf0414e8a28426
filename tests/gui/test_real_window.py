"""The real program on a real X server, from a click on a face to its name.

Offscreen tests cannot see the clash of OpenCV's and PyQt5's Qt plugins, nor a
thread that keeps the process alive; this one can.
"""

import subprocess
import time

import pytest

from facecam import overlay
from facecam.gallery import GalleryStore
from tests.gui.desktop import A_LABEL_PX, Desktop, is_possible

pytestmark = [
    pytest.mark.xserver,
    pytest.mark.weights,
    pytest.mark.skipif(not is_possible(), reason="Xvfb is not installed"),
]


@pytest.fixture
def desktop(tmp_path):
    with Desktop(tmp_path) as started:
        started.start("--source", "demo")
        yield started


def enrolled(desktop) -> list[str]:
    with GalleryStore(desktop.gallery) as gallery:
        return [person.name for person in gallery.people()]


def test_a_face_is_clicked_named_and_carries_its_name(desktop):
    desktop.wait_until(lambda: desktop.count(overlay.UNKNOWN) > A_LABEL_PX, "unknown face")
    desktop.focus()
    desktop.open_panel(overlay.UNKNOWN)
    desktop.hand("type", "Grace Hopper")
    desktop.hand("key", "Return")
    asked_at = time.monotonic()
    desktop.wait_until(lambda: desktop.count(overlay.KNOWN) > A_LABEL_PX, "label with the name")
    assert time.monotonic() - asked_at < 2  # a second, and the looking itself takes time
    assert enrolled(desktop) == ["Grace Hopper"]
    assert desktop.count(overlay.UNKNOWN) < A_LABEL_PX

    desktop.hand("key", "ctrl+q")
    try:
        assert desktop.program.wait(timeout=2) == 0
    except subprocess.TimeoutExpired:
        pytest.fail("the program had not ended 2 s after Quit")
