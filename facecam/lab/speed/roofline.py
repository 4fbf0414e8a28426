"""How near the networks come to what the machine can compute.

A network cannot be faster than its operations over the machine's peak. Both are
measured here: the operations are counted in the installed networks' own graphs,
for the inputs that real frames give them, and the peak is that of matrix
products, the one thing that processors do best.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from facecam.detect.mtcnn import Mtcnn
from facecam.embed.crop import crop_face
from facecam.embed.facenet import FaceNet
from facecam.lab.speed.flops import count_flops, operations_of
from facecam.network import Array, Backend, Network, open_network
from facecam.network.litert import Shape
from facecam.types import Image
from facecam.weights import InstalledModel, find_model

WHOLE = "a frame"
"""The name of the row of everything: networks, and all between them."""

_MODELS: dict[str, Literal["mtcnn", "facenet"]] = {
    "pnet": "mtcnn",
    "rnet": "mtcnn",
    "onet": "mtcnn",
    "facenet": "facenet",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One network's work for a frame on average, and the time it takes.

    Attributes:
        name: the network and how many threads run it.
        inputs: how many it is given: pyramid levels, candidates, or faces.
        mflop: million floating-point operations.
        limit_ms: what they would take at the machine's peak.
        measured_ms: what they take.
        ratio: how many times the limit that is.
    """

    name: str
    inputs: float
    mflop: float
    limit_ms: float
    measured_ms: float
    ratio: float


class Observed:
    """A network that writes down what it is given and how long it takes.

    Attributes:
        spent_s: the seconds of each run, by the shape of its input.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.spent_s: dict[Shape, list[float]] = defaultdict(list)

    def run(self, **inputs: Array) -> dict[str, Array]:
        """See ``Network.run``."""
        began_at = time.perf_counter()
        outputs = self._network.run(**inputs)
        [given] = inputs.values()
        self.spent_s[given.shape].append(time.perf_counter() - began_at)
        return outputs


class Cascade:
    """Full detection and an embedding of every face, as fast as it goes, observed.

    Args:
        threads: how many each network may use.
        min_face_px: the smallest face looked for.
    """

    def __init__(self, threads: int, min_face_px: int) -> None:
        self.threads = threads
        self.networks = {
            name: Observed(open_network(_model(name), name, Backend.LITERT, threads))
            for name in _MODELS
        }
        pnet, rnet, onet, facenet = (self.networks[name] for name in _MODELS)
        self._detector = Mtcnn(pnet, rnet, onet, min_face_px=min_face_px)
        manifest = find_model("facenet").manifest
        self._embedder = FaceNet(facenet, manifest.id, manifest.embedding_size or 0)
        self.spent_s: list[float] = []

    def run(self, image: Image) -> None:
        """Find and embed the faces of ``image``."""
        began_at = time.perf_counter()
        faces = self._detector.detect(image)
        self._embedder.embed([crop_face(image, face.box) for face in faces])
        self.spent_s.append(time.perf_counter() - began_at)

    def forget(self) -> None:
        """Forget what was observed so far."""
        self.spent_s.clear()
        for network in self.networks.values():
            network.spent_s.clear()


def observe(
    frames: Sequence[Image], threads: Sequence[int], min_face_px: int, rounds: int
) -> list[Cascade]:
    """Run every frame on as many threads as each of ``threads`` says, in turns.

    A first round plans the networks and is forgotten.

    Raises:
        WeightsError: weights are missing or damaged.
    """
    cascades = [Cascade(count, min_face_px) for count in threads]
    for turn in range(rounds + 1):
        for image in frames:
            for cascade in cascades:
                cascade.run(image)
        if turn == 0:
            for cascade in cascades:
                cascade.forget()
    return cascades


def limits(cascade: Cascade, gflops: float) -> list[Limit]:
    """Hold what was observed against a peak.

    Args:
        cascade: what ``observe`` gave.
        gflops: the machine's peak on as many threads, 10⁹ operations a second.

    Returns:
        One limit a network in the order they run, then that of the whole frame,
        which also holds what is not a network: resizing, sorting, copying.
    """
    frames = len(cascade.spent_s)
    on = f"{cascade.threads} thread{'s' * (cascade.threads != 1)}"
    rows = [
        _limit(f"{name}, {on}", network, _path(name), frames, gflops)
        for name, network in cascade.networks.items()
    ]
    mflop = sum(row.mflop for row in rows)
    spent_ms = sum(cascade.spent_s) / frames * 1000
    return [*rows, _row(f"{WHOLE}, {on}", 1, mflop, spent_ms, gflops)]


def _limit(name: str, network: Observed, path: Path, frames: int, gflops: float) -> Limit:
    inputs = mflop = spent_ms = 0.0
    for shape, spent_s in network.spent_s.items():
        samples, sample = shape[0] * len(spent_s), (1, *shape[1:])
        inputs += samples
        mflop += samples * count_flops(operations_of(path, sample)) / 1e6
        spent_ms += median(spent_s) * len(spent_s) * 1000
    return _row(name, inputs / frames, mflop / frames, spent_ms / frames, gflops)


def _row(name: str, inputs: float, mflop: float, measured_ms: float, gflops: float) -> Limit:
    limit_ms = mflop / gflops
    ratio = measured_ms / limit_ms if limit_ms else 0.0
    return Limit(name, inputs, mflop, limit_ms, measured_ms, ratio)


def _model(name: str) -> InstalledModel:
    return find_model(_MODELS[name])


def _path(name: str) -> Path:
    return _model(name).checked_path(name, ".tflite")
