"""Other detectors to measure against, where they are installed; whole recognisers are ``peers``.

None of them is needed to run the program; ``mtcnn`` comes with the tests and the peers.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

import numpy as np

from facecam.errors import UsageError
from facecam.lab.speed.agreement import Boxes
from facecam.types import Floats, Image

CONFIDENT = 0.95
"""The confidence from which a face of the ``mtcnn`` package must be found by ours too."""

MTCNN_MIN_FACE_PX = 20
"""What ``mtcnn`` 1.0.0 is asked for: at 40 it fails, or finds nothing, at 640×480."""


def rivals(min_face_px: int) -> dict[str, Boxes]:
    """Return the installed rivals by name; each finds boxes in a picture.

    Args:
        min_face_px: the smallest face to look for, where the package allows it.
    """
    found: dict[str, Boxes] = {}
    if find_spec("facenet_pytorch") is not None:  # PyTorch loaded after TensorFlow crashes
        found[f"facenet-pytorch, min face {min_face_px}"] = facenet_pytorch(min_face_px)
    if find_spec("mtcnn") is not None:
        found[f"mtcnn package, min face {MTCNN_MIN_FACE_PX}"] = mtcnn_package()
    return found


def mtcnn_package(confidence: float = CONFIDENT) -> Boxes:
    """Return the ``mtcnn`` package's detector.

    Args:
        confidence: faces below this are left out.

    Raises:
        UsageError: it is not installed.
    """
    if find_spec("mtcnn") is None:
        raise UsageError("The mtcnn package is not installed: pip install 'facecam[peers]'.")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # of the TensorFlow below it
    from mtcnn import MTCNN

    detector = MTCNN()

    def boxes(image: Image) -> Floats:
        faces = detector.detect_faces(image, min_face_size=MTCNN_MIN_FACE_PX)
        found = [face["box"] for face in faces if face["confidence"] >= confidence]
        array = np.asarray(found, np.float32).reshape(-1, 4)
        array[:, 2:] += array[:, :2]
        return array

    return boxes


def facenet_pytorch(min_face_px: int) -> Boxes:
    """Return facenet-pytorch's detector, on the processor."""
    from facenet_pytorch import MTCNN

    detector = MTCNN(min_face_size=min_face_px, keep_all=True, device="cpu")

    def boxes(image: Image) -> Floats:
        found, _ = detector.detect(image)
        return np.asarray([] if found is None else found, np.float32).reshape(-1, 4)

    return boxes
