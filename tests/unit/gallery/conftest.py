"""Galleries in temporary folders, and faces made of random numbers."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from facecam.gallery import GalleryStore
from facecam.types import FaceSample

MODEL = "test-model"
_NOBODY = 65534

MakeSample = Callable[..., FaceSample]


def change(path: Path, *statements: str) -> None:
    """Change a gallery behind Facecam's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="session")
def make_sample() -> MakeSample:
    def make(seed: int = 0, model_id: str = MODEL) -> FaceSample:
        random = np.random.default_rng(seed)
        embedding = random.normal(size=512).astype(np.float32)
        crop = random.integers(0, 256, (160, 160, 3), dtype=np.uint8)
        return FaceSample(crop, embedding / np.linalg.norm(embedding), model_id, 0.99)

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gallery.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[GalleryStore]:
    with GalleryStore(path, busy_timeout_s=0.05) as store:
        yield store


@pytest.fixture
def filled(path: Path, make_sample: MakeSample) -> Path:
    """A gallery file with Ada (two samples) and Zoë (one), open nowhere."""
    with GalleryStore(path) as store:
        store.enrol("Ada", [make_sample(1), make_sample(2)])
        store.enrol("Zoë", [make_sample(3)])
    return path


@pytest.fixture(
    params=[(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)],
    ids=["file", "folder", "file and folder"],
)
def read_only(request: pytest.FixtureRequest, filled: Path) -> Iterator[Path]:
    """The filled gallery where the file, its folder or both may not be written.

    Root may write everything, so root becomes an ordinary user for the test;
    pytest's own folder would be closed to that user, so another one is made.
    """
    file_mode, folder_mode = request.param
    folder = Path(tempfile.mkdtemp())
    gallery = Path(shutil.copy(filled, folder))
    gallery.chmod(file_mode)
    folder.chmod(folder_mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(_NOBODY)
    try:
        if not os.access(gallery, os.R_OK, effective_ids=True):
            pytest.skip(f"{folder} cannot be reached by an ordinary user")
        yield gallery
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)
