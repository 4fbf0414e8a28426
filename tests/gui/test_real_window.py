"""The real program on a real X server, from a click on a face to its name.

Offscreen tests cannot see the clash of OpenCV's and PyQt5's Qt plugins, nor a
thread that keeps the process alive, nor which keys an editor takes under X11.
"""

import subprocess
import sys

import pytest

from facecam import overlay
from facecam.gallery import GalleryStore
from tests.gui.desktop import A_LABEL_PX, WINDOW_TITLE, Desktop, is_possible

pytestmark = [
    pytest.mark.xserver,
    pytest.mark.skipif(not is_possible(), reason="Xvfb is not installed"),
]


@pytest.fixture
def desktop(tmp_path):
    with Desktop(tmp_path) as started:
        yield started


def enrolled(desktop) -> list[str]:
    with GalleryStore(desktop.gallery) as gallery:
        return [person.name for person in gallery.people()]


@pytest.mark.weights
def test_a_face_is_clicked_named_and_carries_its_name(desktop):
    desktop.start("--source", "demo")
    desktop.wait_until(lambda: desktop.count(overlay.UNKNOWN) > A_LABEL_PX, "unknown face")
    desktop.focus()
    desktop.open_panel(overlay.UNKNOWN)
    desktop.hand("type", "Grace Hopper")
    desktop.hand("key", "Return")
    desktop.wait_until(lambda: desktop.count(overlay.KNOWN) > A_LABEL_PX, "label with the name")
    assert enrolled(desktop) == ["Grace Hopper"]
    assert desktop.count(overlay.UNKNOWN) < A_LABEL_PX

    desktop.hand("key", "ctrl+q")
    try:
        assert desktop.program.wait(timeout=10) == 0
    except subprocess.TimeoutExpired:
        pytest.fail("the program had not ended 10 s after Quit")


SHORTCUTS = {
    "ctrl+e": "Name a face",
    "ctrl+m": "Mirror",
    "ctrl+t": "Landmarks",
    "ctrl+o": "Open file…",
    "ctrl+l": "Open address…",
    "ctrl+d": "Demo",
    "F11": "Full screen",
    "ctrl+p": "People…",
}


def test_every_shortcut_works_while_a_name_is_being_typed(desktop, tmp_path):
    notes = tmp_path / "notes"
    desktop.start(str(notes), program=(sys.executable, "-m", "tests.gui.stage"))

    def is_noted(what):
        return notes.exists() and what in notes.read_text(encoding="utf-8").splitlines()

    desktop.wait_until(lambda: is_noted("painted"), "picture")
    desktop.focus()
    for keys, action in SHORTCUTS.items():
        desktop.hand("key", "ctrl+e")
        desktop.hand("type", "n")  # in both names: completions are offered
        notes.unlink(missing_ok=True)
        desktop.hand("key", keys)
        desktop.wait_until(lambda action=action: is_noted(action), f"answer to {keys}")


@pytest.mark.parametrize("scale", [1.5, 2, 3])
def test_the_window_fits_the_screen_at_every_scale(tmp_path, scale):
    notes = tmp_path / "notes"
    with Desktop(tmp_path, "1920x1080x24") as desktop:
        desktop.scale = scale
        desktop.start(str(notes), program=(sys.executable, "-m", "tests.gui.stage"))
        desktop.wait_until(notes.exists, "picture")
        window = desktop.hand("search", "--onlyvisible", "--name", WINDOW_TITLE).split()[0]
        geometry = desktop.hand("getwindowgeometry", "--shell", window)
    shape = dict(line.split("=") for line in geometry.splitlines() if "=" in line)
    assert 900 < int(shape["WIDTH"]) <= 1920
    assert 500 < int(shape["HEIGHT"]) <= 1080
