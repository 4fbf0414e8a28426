from __future__ import annotations

import sys
from contextlib import nullcontext
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from facecam.lab.speed import peers
from facecam.network import Array

IMAGE = np.full((100, 200, 3), 255, np.uint8)


def only(monkeypatch, *packages):
    """Only these packages are installed."""
    monkeypatch.setattr(
        peers, "find_spec", lambda name: ModuleSpec(name, None) if name in packages else None
    )


def test_every_face_of_a_picture_is_embedded_in_one_batch():
    batches: list[Array] = []
    boxes = np.array([[0, 0, 50, 50], [100, 20, 150, 90]], np.float32)
    faces = peers.finding_and_embedding(lambda image: boxes, batches.append)
    np.testing.assert_array_equal(faces(IMAGE), boxes)
    (batch,) = batches
    assert batch.shape == (2, 160, 160, 3)
    assert batch.max() == pytest.approx((255 - 127.5) / 128)


def test_nothing_is_embedded_where_no_face_is_found():
    def embed(crops):
        raise AssertionError("embedded nothing")

    faces = peers.finding_and_embedding(lambda image: np.empty((0, 4), np.float32), embed)
    assert len(faces(IMAGE)) == 0


def test_a_peer_takes_part_when_all_its_packages_are_installed(monkeypatch):
    only(monkeypatch, "dlib", "face_recognition_models", "facenet_pytorch")
    assert list(peers.installed_peers()) == ["dlib"]


def test_a_missing_peer_is_said_with_how_to_install_it(monkeypatch):
    only(monkeypatch, "mtcnn", "dlib")
    dlib, facenet_pytorch = peers.missing_peers()
    assert dlib == (
        "dlib takes no part without face_recognition_models; "
        "to get it: pip install 'facecam[peers]'."
    )
    assert facenet_pytorch == (
        "facenet-pytorch takes no part without torch, torchvision, facenet_pytorch; "
        "to get it: pip install torch torchvision, then pip install --no-deps facenet-pytorch."
    )


class FakeDlib(ModuleType):
    """Two faces in every picture; writes down what is done."""

    __version__ = "19.0"

    def __init__(self):
        super().__init__("dlib")
        self.done = []

    def get_frontal_face_detector(self):
        def rectangle(left, top, right, bottom):
            return SimpleNamespace(
                left=lambda: left, top=lambda: top, right=lambda: right, bottom=lambda: bottom
            )

        def detect(image, upsamplings):
            self.done.append(f"enlarged {upsamplings}")
            return [rectangle(0, 0, 49, 49), rectangle(100, 20, 149, 89)]

        return detect

    def shape_predictor(self, file):
        assert file.endswith("models/shape_predictor_5_face_landmarks.dat")
        return lambda image, face: f"landmarks at {face.left()}"

    def face_recognition_model_v1(self, file):
        assert file.endswith("models/dlib_face_recognition_resnet_model_v1.dat")
        return SimpleNamespace(compute_face_descriptor=lambda image, shape: self.done.append(shape))


def test_dlib_is_called_as_face_recognition_calls_it(monkeypatch):
    dlib = FakeDlib()
    monkeypatch.setitem(sys.modules, "dlib", dlib)
    models = ModuleSpec("face_recognition_models", None, is_package=True)
    models.submodule_search_locations = ["/somewhere"]
    monkeypatch.setattr(peers, "find_spec", lambda name: models)
    peer = peers.installed_peers()["dlib"]()
    boxes = peer.faces(IMAGE)
    np.testing.assert_array_equal(boxes, [[0, 0, 50, 50], [100, 20, 150, 90]])
    assert dlib.done == ["enlarged 1", "landmarks at 0", "landmarks at 100"]
    assert peer.version == "19.0"


def test_facenet_pytorch_embeds_what_its_detector_finds(monkeypatch):
    seen: list[tuple[int, ...]] = []

    class Network:
        def __init__(self, pretrained):
            assert pretrained is None  # trained weights would be downloaded

        def eval(self):
            return seen.append

    torch: Any = ModuleType("torch")
    torch.__version__, torch.inference_mode, torch.from_numpy = "2", nullcontext, lambda a: a.shape
    package: Any = ModuleType("facenet_pytorch")
    package.InceptionResnetV1 = Network
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "facenet_pytorch", package)
    monkeypatch.setattr(peers, "version", lambda name: "1")
    found = np.array([[0, 0, 50, 50]], np.float32)
    monkeypatch.setattr(peers, "facenet_pytorch", lambda min_face_px: lambda image: found)
    monkeypatch.setattr(peers, "find_spec", lambda name: ModuleSpec(name, None))
    peer = peers.installed_peers()["facenet-pytorch"]()
    np.testing.assert_array_equal(peer.faces(IMAGE), found)
    assert seen == [(1, 3, 160, 160)]
    assert peer.version == "1, torch 2"
