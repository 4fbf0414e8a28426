from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from facecam import paths
from facecam.capture import CameraInfo
from facecam.gallery import GalleryStore
from facecam.scoring.calibration import own_file

from .conftest import sample

SHIPPED = "20180408-102900+two-views"


@pytest.fixture(autouse=True)
def no_weights(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.MODELS_VARIABLE, str(tmp_path / "nothing"))


@pytest.fixture
def findings(facecam):
    def call(*words):
        checks = facecam("doctor", "--json", *words).json["checks"]
        return {check["subject"]: (check["state"], check["finding"]) for check in checks}

    return call


def test_missing_weights_are_said_and_fail(facecam, findings):
    assert facecam("doctor").code == 1
    state, finding = findings()["Weights of facenet"]
    assert state == "missing"
    assert "facecam models install" in finding


def test_packages_for_other_machines_are_not_asked_for(findings, monkeypatch):
    wanted = ["numpy >=2", "no-such-package; sys_platform == 'no-such-system'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: wanted)
    assert "numpy" in findings()
    assert "no-such-package" not in findings()


def test_tensorflow_for_a_gpu_stands_in_for_the_smaller_one(findings, monkeypatch):
    monkeypatch.setattr("importlib.metadata.requires", lambda name: ["tensorflow-cpu >=2.19"])
    installed = {"tensorflow": "2.21.0"}

    def version(name):
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr("importlib.metadata.version", version)
    assert findings()["tensorflow-cpu"] == ("ok", "tensorflow 2.21.0")


def test_packages_that_are_missing_are_named(findings, monkeypatch):
    wanted = ["numpy >=2", "no-such-package <3", "pytest; extra == 'test'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: wanted)
    found = findings()
    assert found["numpy"][0] == "ok"
    assert found["no-such-package"] == ("missing", "run: pip install 'no-such-package<3'")
    assert "pytest" not in found


def test_a_damaged_calibration_is_reported_with_what_helps(findings, monkeypatch):
    assert "Calibration" not in findings(), "there is no network to which one could belong"
    manifest = SimpleNamespace(id=SHIPPED.removesuffix("+two-views"), embedding_size=512)
    monkeypatch.setattr(
        "facecam.weights.find_model", lambda kind: SimpleNamespace(manifest=manifest)
    )
    monkeypatch.setattr("facecam.cli.checks._weights", list)
    assert findings()["Calibration"] == ("ok", "of 844 people")
    own_file(SHIPPED).parent.mkdir(parents=True)
    own_file(SHIPPED).write_bytes(b"PK")
    state, finding = findings()["Calibration"]
    assert (state, "facecam calibrate --remove" in finding) == ("missing", True)
    manifest.id = "another-net"
    assert findings()["Calibration"][0] == "note"


def test_cameras(findings, monkeypatch):
    camera = CameraInfo(2, "Desk", Path("/dev/video2"))
    monkeypatch.setattr("facecam.capture.list_cameras", lambda: [camera])
    assert findings()["Cameras"] == ("ok", "2 (Desk)")
    monkeypatch.setattr("facecam.capture.list_cameras", list)
    assert findings()["Cameras"][0] == "note"


def test_gallery_is_counted_and_a_missing_one_is_not_made(findings, tmp_path):
    other = tmp_path / "other.sqlite"
    assert findings("--gallery", other)["Gallery"][0] == "ok"
    assert not other.exists()
    with GalleryStore(other) as store:
        store.enrol("Zoë", [sample()])
    assert findings("--gallery", other)["Gallery"] == ("ok", f"1 person in {other}")


def test_damage_in_a_gallery_and_copies_beside_it_are_reported(findings, tmp_path):
    gallery = tmp_path / "gallery.sqlite"
    with GalleryStore(gallery) as store:
        store.enrol("Zoë", [sample()])
    gallery.chmod(0o644)
    (tmp_path / "gallery.sqlite.copy-schema-0002").touch()
    state, finding = findings("--gallery", gallery)["Gallery"]
    assert state == "ok"
    assert "gallery.sqlite.copy-schema-0002" in finding
    assert "now only you can" in finding
    with closing(sqlite3.connect(gallery)) as file, file:
        file.execute("UPDATE samples SET crop = x'00'")
    state, finding = findings("--gallery", gallery)["Gallery"]
    assert (state, "facecam gallery check" in finding) == ("missing", True)


def test_damaged_gallery_is_reported_and_left_alone(findings, tmp_path):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"not a database at all" * 100)
    assert findings("--gallery", damaged)["Gallery"][0] == "missing"
    assert damaged.read_bytes() == b"not a database at all" * 100


@pytest.mark.parametrize(("display", "state"), [(":0", "ok"), ("", "note")])
def test_display(findings, monkeypatch, display, state):
    for variable in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert findings()["Display"][0] == state
