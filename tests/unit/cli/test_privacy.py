"""Whatever fails, nobody is named in the log or on standard error."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import typer

from facecam import paths
from facecam.cli.app import app
from facecam.cli.failures import report_bug, run
from facecam.gallery import GalleryStore

from .conftest import sample

NAME = "Zoë Markerson"
TRACES = ("marker", "zoë", r"zo\xeb", r"zo\u00eb")
"""What is left of the name, in small letters, where it is written in part or escaped."""

FILE = "filemark"
"""Stands in files' names, which may be said on standard error, but not in the log."""


@pytest.fixture
def gallery() -> Path:
    path = paths.gallery_file()
    with GalleryStore(path) as store:
        store.enrol(NAME, [sample(0), sample(1)])
        store.enrol("Ann", [sample(2)])
    return path


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run ``facecam`` with --debug, and return what it said in the log and on standard error."""

    def call(*words: object) -> str:
        arguments = [str(word) for word in words]
        try:
            run(typer.main.get_command(app), arguments, debug=True)
        except Exception as error:
            report_bug(type(error), error, error.__traceback__, debug=True)
        err = capfd.readouterr().err
        log = "".join(file.read_text() for file in paths.log_file().parent.iterdir())
        assert FILE not in log.casefold()
        return err + log

    return call


def names_nobody(text: str) -> bool:
    return not any(trace in text.casefold() for trace in TRACES)


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(statement, values)
        file.commit()


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "its beginning": lambda path: overwrite(path, 0, NAME.encode() * 10),
    "its schema": lambda path: overwrite(path, 100, NAME.encode() * 100),
    "its midst": lambda path: overwrite(path, path.stat().st_size // 2, b"\xff" * 3000),
    "its end": lambda path: os.truncate(path, 5000),
    "a checksum": lambda path: change(path, "UPDATE people SET checksum = ?", NAME),
    "a name": lambda path: change(path, "UPDATE people SET name = ?", NAME.encode()),
    "a key": lambda path: change(path, "UPDATE people SET name_key = name"),
    "a number": lambda path: change(path, "UPDATE samples SET quality = ?", NAME),
    "a crop": lambda path: change(path, "UPDATE samples SET crop = ?", NAME),
    "a table": lambda path: change(path, "DROP TABLE samples"),
    "a table's name": lambda path: change(path, f'CREATE TABLE "{NAME}" (x)'),
    "its revision": lambda path: change(path, "UPDATE alembic_version SET version_num = ?", NAME),
    "a trigger": lambda path: change(
        path, f'CREATE TRIGGER "{NAME}" AFTER DELETE ON people BEGIN SELECT 1; END'
    ),
}


@pytest.mark.usefixtures("fake_recogniser")
@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_gallery_is_told_without_a_name(gallery, written, what):
    DAMAGE[what](gallery)
    text = written("people", "list")
    text += written("gallery", "check")
    text += written("people", "rename", "Ann", NAME)
    text += written("people", "delete", NAME, "--yes")
    text += written("gallery", "repair")
    assert names_nobody(text)


@pytest.mark.parametrize(
    "words",
    [
        ["people", "rename", "Ann", NAME],
        ["people", "rename", NAME, "Ann"],
        ["people", "rename", NAME, NAME + "\x1b[2J"],
        ["people", "rename", NAME, NAME * 10],
        ["people", "rename", "Ann", NAME, NAME],
        ["people", "delete", NAME + "x", "--yes"],
        ["people", "delete", NAME],
        ["people", NAME],
        [NAME],
        ["enroll", NAME],
        ["enroll", NAME, f"{FILE}.jpg"],
        ["enroll", f"{NAME}\n", "--folder", FILE],
        ["identify", f"{FILE}.jpg"],
        ["identify", "--min-face", NAME, "x.jpg"],
        ["watch", "--source", f"{FILE}.mp4"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("gallery", "fake_recogniser")
def test_what_cannot_be_done_is_told_without_the_name(written, monkeypatch, words):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    text = written(*words)
    assert text
    assert names_nobody(text)


def fails_with_the_name(_self: object, name: str) -> None:
    raise KeyError(name)


def fails_after_another(_self: object, name: str) -> None:
    try:
        int(name)
    except ValueError as error:
        raise RuntimeError(f"There is no {name}.") from error


@pytest.mark.parametrize("bug", [fails_with_the_name, fails_after_another])
@pytest.mark.usefixtures("gallery")
def test_a_bug_is_told_without_the_name(written, monkeypatch, bug):
    monkeypatch.setattr(GalleryStore, "find", bug)
    text = written("people", "delete", NAME)
    assert "this is a bug" in text
    assert names_nobody(text)


@pytest.mark.usefixtures("gallery")
def test_a_mistake_in_sql_is_told_without_its_parameters(written, monkeypatch):
    monkeypatch.setattr("facecam.gallery.store.name_key", lambda name: {name})
    text = written("people", "delete", NAME)
    assert "this is a bug" in text
    assert "sqlalchemy" in text
    assert names_nobody(text)


@pytest.mark.parametrize(
    "lines",
    [
        f"frame,x1,y1,x2,y2,name\n1,{NAME},2,3,4,x\n",
        f"{NAME}\n1,1,2,3,4,x\n",
        f"frame,x1,y1,x2,y2,name\n{NAME},1,2,3,4,x\n",
        f"frame,x1,y1,x2,y2,name\n1,1,2,3,4,{NAME}\n1,1,2,3,4,{NAME}\n",
        f"frame,x1,y1,x2,y2,name\n1,1,2,3,4,{NAME}\x07\n",
        f"frame,x1,y1,x2,y2,name\n1,1,2,3,4,{NAME} the younger\n",
    ],
)
def test_a_mistake_in_a_truth_is_told_without_the_name(tmp_path, lines):
    from facecam.errors import UsageError
    from facecam.lab.clips.truth import read_truth, refuse_unenrolled

    file = tmp_path / "truth.csv"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        refuse_unenrolled(read_truth(file), ["Ann"])
    assert names_nobody(str(caught.value))


@pytest.mark.parametrize("setting", ["min_face_px", "one_stranger_in", "mirror", "source"])
def test_a_mistake_in_the_settings_is_told_without_its_value(written, setting):
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'{{"{setting}": ["{NAME}"]}}', encoding="utf-8")
    text = written("watch", "--source", "demo", "--max-frames", "1")
    assert setting in text
    assert names_nobody(text)
