from __future__ import annotations

import hashlib

import pytest

from facecam import paths
from facecam.weights.manifest import CONVERSION, Manifest, network_files


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.MODELS_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def detector(root):
    """A detector whose files are whole, though no networks."""
    folder = root / "mtcnn_model" / "small"
    folder.mkdir(parents=True)
    names = network_files("mtcnn")
    for name in names:
        (folder / name).write_bytes(name.encode())
    manifest = Manifest(
        id="small",
        kind="mtcnn",
        source="a test",
        source_sha256="00" * 32,
        licence="MIT",
        input_size=None,
        standardisation="none",
        embedding_size=None,
        conversion=CONVERSION,
        files={name: hashlib.sha256(name.encode()).hexdigest() for name in names},
        sizes={name: len(name) for name in names},
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json())
    return folder


def test_list(facecam, detector):
    (row,) = facecam("models", "list", "--json").json["models"]
    assert (row["id"], row["kind"], row["folder"]) == ("small", "mtcnn", str(detector))
    assert facecam("models", "list").out.startswith("mtcnn: small\n")


def test_nothing_installed_says_what_to_do(facecam, root):
    listed = facecam("models", "list")
    assert (listed.code, listed.out) == (0, "")
    assert "facecam models install" in listed.err
    assert facecam("models", "verify").code == 1


def test_verify_names_the_changed_file(facecam, detector):
    assert facecam("models", "verify").out == "mtcnn: small is whole.\n"
    (detector / "rnet.pb").write_bytes(b"RNET.pb")
    outcome = facecam("models", "verify")
    assert outcome.code == 1
    assert "rnet.pb" in outcome.err


def test_identify_without_weights_is_a_sentence(facecam, root, picture_of):
    outcome = facecam("identify", picture_of(1))
    assert outcome.code == 1
    assert "facecam models install" in outcome.err
