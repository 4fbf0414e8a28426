"""Whole recognisers of other make: every face of every frame found and embedded.

Each does what its users have it do, frame after frame, with nothing carried
over from one to the next. None is needed to run the program; ``pip install
'facecam[peers]'`` brings the first two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from facecam.embed.crop import crop_face
from facecam.embed.facenet import standardised
from facecam.lab.speed.agreement import Boxes
from facecam.lab.speed.peer_detectors import facenet_pytorch, mtcnn_package
from facecam.network import Backend, open_network
from facecam.types import Floats, Image
from facecam.weights import find_model

MIN_FACE_PX = 40
"""The smallest face, as in this program, where a package can be asked for it.

dlib with one upsampling finds faces from here on; ``mtcnn`` looks for smaller
ones too, see ``rivals.MTCNN_MIN_FACE_PX``.
"""

_UPSAMPLINGS = 1


@dataclass(frozen=True, slots=True)
class Peer:
    """A recogniser to run beside this program.

    Attributes:
        name: what it is made of.
        version: of its package, and of what it stands on.
        faces: finds and embeds the faces of a picture and returns their boxes.
    """

    name: str
    version: str
    faces: Boxes


@dataclass(frozen=True, slots=True)
class _Kind:
    """A peer before anything of it is imported: what it needs, how it is got and opened."""

    packages: tuple[str, ...]
    how_to_install: str
    open: Callable[[], Peer]


def installed_peers() -> dict[str, Callable[[], Peer]]:
    """Return what opens each peer whose packages are installed, by a short name.

    Nothing is imported before a peer is opened; opening may raise WeightsError,
    since the first needs this program's own FaceNet.
    """
    return {name: kind.open for name, kind in _KINDS.items() if not _missing(kind)}


def missing_peers() -> list[str]:
    """Return a sentence for each peer that is not installed, with how to install it."""
    return [
        f"{name} takes no part without {', '.join(_missing(kind))}; "
        f"to get it: {kind.how_to_install}."
        for name, kind in _KINDS.items()
        if _missing(kind)
    ]


def finding_and_embedding(boxes: Boxes, embed: Callable[[Floats], object]) -> Boxes:
    """Return a detector that also embeds the faces it finds, all of a picture in one batch.

    Args:
        boxes: the detector.
        embed: given the standardised crops, ``(n, 160, 160, 3)``, n at least 1.
    """

    def faces(image: Image) -> Floats:
        found = boxes(image)
        if len(found):
            embed(np.stack([standardised(crop_face(image, box)) for box in found]))
        return found

    return faces


def _open_mtcnn() -> Peer:
    """Return the ``mtcnn`` package with the installed FaceNet, both on TensorFlow."""
    network = open_network(find_model("facenet"), "facenet", Backend.TENSORFLOW, threads=0)
    faces = finding_and_embedding(
        mtcnn_package(confidence=0.0), lambda crops: network.run(image=crops)
    )
    return Peer("mtcnn package + FaceNet on TensorFlow", version("mtcnn"), faces)


def _open_dlib() -> Peer:
    """Return dlib's detector and network, called as the face_recognition package calls them.

    That is the HOG detector on the picture enlarged once, five landmarks and a
    128-dimensional embedding, without jitter.
    """
    import dlib

    detect = dlib.get_frontal_face_detector()
    models = _dlib_models()
    find_landmarks = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
    network = dlib.face_recognition_model_v1(
        str(models / "dlib_face_recognition_resnet_model_v1.dat")
    )

    def faces(image: Image) -> Floats:
        found = detect(image, _UPSAMPLINGS)
        for face in found:
            network.compute_face_descriptor(image, find_landmarks(image, face))
        corners = [(f.left(), f.top(), f.right() + 1, f.bottom() + 1) for f in found]
        return np.asarray(corners, np.float32).reshape(-1, 4)

    return Peer("dlib, as face_recognition uses it", str(dlib.__version__), faces)


def _dlib_models() -> Path:
    """Return the folder of dlib's models.

    Importing their package fails where setuptools no longer brings
    ``pkg_resources``, so it is only looked up.
    """
    found = find_spec("face_recognition_models")
    assert found is not None and found.submodule_search_locations  # installed_peers has looked
    return Path(found.submodule_search_locations[0]) / "models"


def _open_facenet_pytorch() -> Peer:
    """Return facenet-pytorch's detector and its Inception-ResNet-v1.

    The network has random weights: trained ones would be downloaded, and the
    time is the same.
    """
    import torch
    from facenet_pytorch import InceptionResnetV1

    network = InceptionResnetV1(pretrained=None).eval()

    def embed(crops: Floats) -> None:
        with torch.inference_mode():
            network(torch.from_numpy(np.ascontiguousarray(crops.transpose(0, 3, 1, 2))))

    faces = finding_and_embedding(facenet_pytorch(MIN_FACE_PX), embed)
    versions = f"{version('facenet-pytorch')}, torch {torch.__version__}"
    return Peer("facenet-pytorch", versions, faces)


def _missing(kind: _Kind) -> list[str]:
    return [package for package in kind.packages if find_spec(package) is None]


_EXTRA = "pip install 'facecam[peers]'"
_BY_HAND = "pip install torch torchvision, then pip install --no-deps facenet-pytorch"
_KINDS = {
    "mtcnn": _Kind(("mtcnn",), _EXTRA, _open_mtcnn),
    "dlib": _Kind(("dlib", "face_recognition_models"), _EXTRA, _open_dlib),
    "facenet-pytorch": _Kind(
        ("torch", "torchvision", "facenet_pytorch"), _BY_HAND, _open_facenet_pytorch
    ),
}
