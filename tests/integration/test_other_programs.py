"""What another process does to the gallery, seen in a still picture that is being watched."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow

from facecam.capture.demo import Demo
from facecam.cli.engines import engines
from facecam.engine import Engine, EngineState
from facecam.lab.speed.launch import enrol_demo
from facecam.settings import Settings

MAIN = str(Path(__file__).resolve().parents[2] / "main.py")
PATIENCE_S = 30.0

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def gallery_of_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gallery") / "gallery.sqlite"
    enrol_demo(path)
    return path


@pytest.fixture
def still(tmp_path: Path) -> str:
    """A folder of one picture: a source that soon ends."""
    source = Demo()
    source.open()
    picture = source.read()
    source.close()
    assert picture is not None
    (tmp_path / "still").mkdir()
    Pillow.fromarray(picture.image).save(tmp_path / "still" / "demo.png")
    return str(tmp_path / "still")


class Watched:
    """An engine, and what its listeners are told of."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._told = threading.Condition()
        engine.add_listener(self._tell)

    @property
    def names(self) -> list[str | None] | None:
        newest = self.engine.results.newer_than(0)
        return None if newest is None else [face.match.name for face in newest.value.faces]

    def wait_until(self, holds: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(holds, PATIENCE_S)

    def _tell(self) -> None:
        with self._told:
            self._told.notify_all()


@pytest.fixture
def watched(gallery_of_demo: Path, still: str) -> Iterator[Watched]:
    with engines(Settings(), gallery_of_demo) as made:
        engine = made.open_engine(still)
        watched = Watched(engine)
        engine.start()
        try:
            watched.wait_until(lambda: engine.status().state is EngineState.ENDED)
            yield watched
        finally:
            assert engine.stop(PATIENCE_S)


def test_whoever_another_process_renames_or_deletes_is_so_in_a_still_picture(
    watched: Watched, gallery_of_demo: Path
) -> None:
    def people(*words: str) -> None:
        command = [sys.executable, MAIN, "--gallery", str(gallery_of_demo), "people", *words]
        subprocess.run(command, check=True, capture_output=True)

    assert watched.names == ["Demo"]
    people("rename", "Demo", "Eve")
    watched.wait_until(lambda: watched.names == ["Eve"])
    people("delete", "Eve", "--yes")
    watched.wait_until(lambda: watched.names == [None])
    assert watched.engine.status().state is EngineState.ENDED
