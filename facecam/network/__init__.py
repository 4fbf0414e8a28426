"""Running a trained network: named arrays in, named arrays out.

``open_network`` hides which runtime does it. LiteRT is the runtime of the live
program (quick to start, small, lets go of the GIL while it computes);
TensorFlow runs the same networks for batches and on a GPU.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.weights import InstalledModel

Array = NDArray[Any]


class Network(Protocol):
    """A network with its weights. Owned by one thread; not safe to share."""

    def run(self, **inputs: Array) -> dict[str, Array]:
        """Compute the outputs.

        Args:
            **inputs: the arrays by input name, float32, first axis the batch.

        Returns:
            The output arrays by name. They are the caller's own.
        """


class Backend(Enum):
    """Which runtime computes."""

    LITERT = "litert"
    TENSORFLOW = "tensorflow"


def open_network(model: InstalledModel, name: str, backend: Backend, threads: int) -> Network:
    """Open one network of an installed model: what is not the file installed is not opened.

    Args:
        model: the model.
        name: ``pnet``, ``rnet``, ``onet`` or ``facenet``.
        backend: the runtime.
        threads: how many cores LiteRT may use; TensorFlow decides for itself.

    Raises:
        WeightsError: the file is missing, was changed, or is not a network.
    """
    if backend is Backend.TENSORFLOW:
        from facecam.network.tensorflow import TensorFlowNetwork

        return TensorFlowNetwork(model.checked_path(name, ".pb"))
    from facecam.network.litert import LiteRTNetwork

    return LiteRTNetwork(model.checked_path(name, ".tflite"), threads)


def as_float32(array: Array) -> NDArray[np.float32]:
    """Return ``array`` as C-contiguous float32, without a copy where it is that already."""
    return np.ascontiguousarray(array, dtype=np.float32)
