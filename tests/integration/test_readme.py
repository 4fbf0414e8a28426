"""The README's Python lines work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from facecam.gallery import GalleryStore
from facecam.picture import load_picture
from facecam.pipeline import open_recogniser

PROJECT = Path(__file__).resolve().parents[2]


def python_block() -> str:
    (block,) = re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    return str(block)


def enrol_by_an_older_network(gallery: Path, name: str, picture: Path) -> None:
    recogniser = open_recogniser()
    (face,) = recogniser.identify(load_picture(picture))
    assert face.sample is not None
    meaningless = np.roll(face.sample.embedding, 1)
    with GalleryStore(gallery) as store:
        store.enrol(name, [replace(face.sample, embedding=meaningless, model_id="older")])


@pytest.mark.weights
@pytest.mark.data
def test_python_lines_name_people_also_those_whom_an_older_network_embedded(
    shared_data: Path, tmp_path: Path
):
    biden = shared_data / "portraits" / "biden.jpg"
    enrol_by_an_older_network(tmp_path / "people.sqlite", "Joe Biden", biden)
    for name in ("obama.jpg", "two_people.jpg"):
        shutil.copy(shared_data / "portraits" / name, tmp_path)
    script = tmp_path / "readme.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n" + python_block())
    printed = subprocess.check_output([sys.executable, script], cwd=tmp_path, text=True)
    assert "Barack Obama" in printed
    assert "Joe Biden" in printed


def test_every_command_in_the_readme_exists():
    import typer
    from typer.core import TyperGroup

    from facecam.cli.app import app

    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    known = command.commands
    readme = (PROJECT / "README.md").read_text()
    named = set(re.findall(r"^ *facecam ([a-z]+)", readme, re.MULTILINE))
    assert named
    assert named <= set(known)
