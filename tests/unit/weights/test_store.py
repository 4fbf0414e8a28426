import json

import pytest

from facecam.errors import WeightsError
from facecam.network import Backend, open_network
from facecam.weights import find_model, hashes, install_models, list_models, verify_model


@pytest.fixture
def installed(root, source, conversions):
    install_models(root)
    return find_model("facenet", root)


def original(root):
    """Put a FaceNet of the user's own in place."""
    folder = root / "model" / "20180402-114759"
    folder.mkdir(parents=True)
    (folder / "20180402-114759.pb").write_bytes(b"the user's graph")
    return folder


def test_without_models_the_error_says_what_to_run(root):
    with pytest.raises(WeightsError, match=r"No mtcnn weights .* Run 'facecam models install'"):
        find_model("mtcnn", root)


def test_a_model_gives_the_paths_of_its_networks(installed):
    assert installed.path("facenet", ".tflite").read_bytes().startswith(b"facenet.tflite from")
    assert installed.path("facenet", ".pb").is_file()


def test_the_manifest_says_what_the_embedding_stage_needs(installed):
    manifest = installed.manifest
    assert (manifest.id, manifest.kind) == ("20180408-102900", "facenet")
    assert (manifest.input_size, manifest.embedding_size) == (160, 512)
    assert manifest.standardisation == "(x - 127.5) / 128"


def test_a_model_of_the_users_own_goes_before_the_default(root, source, conversions):
    original(root)
    install_models(root)
    assert find_model("facenet", root).manifest.id == "20180402-114759"
    assert [m.manifest.id for m in list_models(root)] == ["20180402-114759", "20180408-102900"]


def test_folders_without_a_manifest_are_not_models(root, installed):
    (root / "model" / "notes").mkdir()
    assert list_models(root) == [installed]


def test_finding_a_model_hashes_nothing(root, installed, monkeypatch):
    monkeypatch.setattr(hashes, "file_sha256", lambda path: pytest.fail(f"hashed {path}"))
    assert find_model("facenet", root) == installed


@pytest.mark.parametrize("backend", Backend)
def test_a_changed_network_of_the_same_size_is_not_opened(installed, backend):
    for suffix in (".tflite", ".pb"):
        path = installed.path("facenet", suffix)
        path.write_bytes(b"X" + path.read_bytes()[1:])
    with pytest.raises(
        WeightsError, match=r"facenet\.\w+ was changed or damaged. Run 'facecam models install'"
    ):
        open_network(installed, "facenet", backend, 1)


def test_a_missing_file_is_refused_by_name(root, installed):
    installed.path("facenet", ".pb").unlink()
    with pytest.raises(WeightsError, match=r"facenet\.pb is missing.*facecam models install"):
        find_model("facenet", root)


def test_a_truncated_file_is_refused_by_name(root, installed):
    path = installed.path("facenet", ".tflite")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(WeightsError, match=r"facenet\.tflite has \d+ bytes instead of \d+"):
        find_model("facenet", root)


def test_a_whole_model_is_verified(installed):
    verify_model(installed)


def test_a_changed_file_of_the_same_size_is_found_by_verifying(installed):
    path = installed.path("facenet", ".tflite")
    path.write_bytes(b"X" + path.read_bytes()[1:])
    with pytest.raises(WeightsError, match=r"facenet\.tflite was changed or damaged"):
        verify_model(installed)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": "x"}'])
def test_a_damaged_manifest_is_refused(root, installed, content):
    (installed.folder / "manifest.json").write_text(content)
    with pytest.raises(WeightsError, match=r"manifest\.json is damaged"):
        find_model("facenet", root)


def test_files_of_an_older_conversion_are_refused(root, installed):
    old = installed.manifest.model_copy(update={"conversion": 0})
    (installed.folder / "manifest.json").write_text(old.model_dump_json())
    with pytest.raises(WeightsError, match="not of this Facecam's making"):
        find_model("facenet", root)


def changed(installed, **fields):
    """The manifest with some fields changed."""
    return json.dumps(json.loads((installed.folder / "manifest.json").read_text()) | fields)


SHA256 = "00" * 32
WRONG = {
    "a path for a name": {"id": "../../elsewhere"},
    "no name": {"id": ""},
    "a name without end": {"id": "x" * 5000},
    "another kind": {"kind": "dlib"},
    "no hash": {"source_sha256": "0"},
    "no files": {"files": {}},
    "files elsewhere": {"files": {"../../../etc/passwd": SHA256}},
    "sizes of nothing": {"sizes": {"facenet.tflite": 0, "facenet.pb": 0}},
    "sizes without a file": {"sizes": {"facenet.tflite": 5}},
    "embeddings of another length": {"embedding_size": 128},
    "embeddings of no length": {"embedding_size": None},
    "a size that is no number": {"input_size": float("nan")},
    "half a version": {"conversion": 1.5},
    "something more": {"pickle": "x"},
    "a list without end": {"source": "x" * 100_000},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG)
def test_a_manifest_that_describes_no_model_is_refused(root, installed, fields):
    content = changed(installed, **fields)
    (installed.folder / "manifest.json").write_text(content)
    with pytest.raises(WeightsError, match=r"manifest\.json (is damaged|cannot be read: Larger)"):
        find_model("facenet", root)
