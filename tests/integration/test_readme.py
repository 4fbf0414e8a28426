"""The README's Python lines work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def python_block() -> str:
    (block,) = re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    return str(block)


@pytest.mark.weights
@pytest.mark.data
def test_python_lines_name_the_person(shared_data: Path, tmp_path: Path):
    for name in ("obama.jpg", "two_people.jpg"):
        shutil.copy(shared_data / "portraits" / name, tmp_path)
    script = tmp_path / "readme.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n" + python_block())
    printed = subprocess.check_output([sys.executable, script], cwd=tmp_path, text=True)
    assert "Barack Obama" in printed


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
