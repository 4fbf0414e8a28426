"""The package as it is installed: built from the sources, and run away from the checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from facecam import overlay
from tests.gui.desktop import A_LABEL_PX, Desktop, is_possible

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = ("facecam", "assets", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
PROGRAM = (sys.executable, "-c", "from facecam.cli import main; main()")
TOOL_BAR: overlay.Colour = (26, 32, 42)  # from assets/style.qss

BUILD = """
import sys
from setuptools import build_meta
print(getattr(build_meta, "build_" + sys.argv[1])(sys.argv[2]))
"""

SHOW_ICONS = """
import json, sys
from facecam.gui import app, style
application = app.make_application()
pictures = {name: style.icon(name).pixmap(32).toImage() for name in sys.argv[1:]}
print(json.dumps({name: len(set(image.bits().asstring(image.byteCount())))
                  for name, image in pictures.items()}))
"""


def build(kind: str, sources: Path, target: Path) -> Path:
    """Build a ``sdist`` or ``wheel`` as pip does, and return its file."""
    command = [sys.executable, "-W", "ignore", "-c", BUILD, kind, str(target)]
    printed = subprocess.check_output(command, cwd=sources, text=True, stderr=subprocess.PIPE)
    return target / printed.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the source distribution that is built from the checkout."""
    folder = tmp_path_factory.mktemp("build")
    checkout = folder / "checkout"
    checkout.mkdir()
    for name in SOURCES:
        source = PROJECT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, checkout / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(source, checkout)
    shutil.unpack_archive(build("sdist", checkout, folder), folder, filter="data")
    (unpacked,) = folder.glob("facecam-*/")
    return build("wheel", unpacked, folder)


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for packages with the wheel in it."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def installed(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start programs where the wheel is installed and the checkout is not in sight."""
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("FACECAM_MODELS", str(PROJECT))
    monkeypatch.chdir(tmp_path)
    return site


def run(*command: str) -> str:
    return subprocess.check_output(command, text=True, stderr=subprocess.PIPE)


def test_the_wheel_holds_what_the_program_reads_and_what_a_desktop_reads(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    needed = {
        str(file.relative_to(PROJECT))
        for pattern in ("calibrations/*", "gallery/migrations/**/*.py", "lab/**/*.html", "py.typed")
        for file in (PROJECT / "facecam").glob(pattern)
    }
    shown = {f"facecam/assets/{file.name}" for file in (PROJECT / "assets").glob("*.[sq]*")}
    assert len(shown) > 5
    assert needed | shown <= names
    shares = {name.partition(".data/data/share/")[2] for name in names}
    assert {"applications/facecam.desktop", "icons/hicolor/scalable/apps/facecam.svg"} <= shares


@pytest.mark.usefixtures("installed")
def test_every_icon_of_an_installed_program_is_drawn():
    icons = [file.stem for file in (PROJECT / "assets").glob("*.svg")]
    shades = json.loads(run(sys.executable, "-c", SHOW_ICONS, *icons))
    assert sorted(shades) == sorted(icons)
    assert min(shades.values()) > 1  # an empty picture has one


@pytest.mark.weights
def test_the_doctor_finds_an_installed_program_in_order(installed: Path):
    assert run(sys.executable, "-c", "import facecam; print(facecam.__file__)").startswith(
        str(installed)
    )
    states = {
        check["subject"]: check["state"]
        for check in json.loads(run(*PROGRAM, "doctor", "--json"))["checks"]
    }
    assert "missing" not in states.values()
    assert states["PyQt5"] == "ok"


@pytest.mark.xserver
@pytest.mark.weights
@pytest.mark.usefixtures("installed")
@pytest.mark.skipif(not is_possible(), reason="Xvfb is not installed")
def test_the_window_of_an_installed_program_opens_in_its_style(tmp_path: Path):
    with Desktop(tmp_path) as desktop:
        desktop.start("--source", "demo", program=PROGRAM)
        desktop.wait_until(lambda: desktop.count(overlay.UNKNOWN) > A_LABEL_PX, "face")
        assert desktop.count(TOOL_BAR) > 10_000
