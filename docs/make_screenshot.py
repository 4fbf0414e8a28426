"""Make docs/window.png: the real window on a real X server, on the demo.

    .venv/bin/python docs/make_screenshot.py

The demo's picture is the US Navy's portrait of Grace Hopper, in the public
domain. She is clicked, named, and shown with her name and what it rests on.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from facecam import overlay  # noqa: E402 - found through the line above
from tests.gui.desktop import A_LABEL_PX, Desktop  # noqa: E402

WINDOW = (1080, 720)
"""The size that the window has where there is room for it, and for a desktop's frame."""


def take(home: Path) -> Image.Image:
    """Enrol the demo's face, open the panel for it again, and return the window."""
    with Desktop(home, "1100x780x24") as desktop:
        desktop.start("--source", "demo")
        desktop.wait_until(lambda: desktop.count(overlay.UNKNOWN) > A_LABEL_PX, "unknown face")
        desktop.focus()
        desktop.open_panel(overlay.UNKNOWN)
        desktop.hand("type", "Grace Hopper")
        desktop.hand("key", "Return")
        desktop.wait_until(lambda: desktop.count(overlay.KNOWN) > A_LABEL_PX, "label")
        desktop.open_panel(overlay.KNOWN)
        width, height = WINDOW
        return Image.fromarray(desktop.screen()[:height, :width])


if __name__ == "__main__":
    target = ROOT / "docs" / "window.png"
    with tempfile.TemporaryDirectory() as folder:
        take(Path(folder)).save(target, optimize=True)
    print(f"{target} is made.")
