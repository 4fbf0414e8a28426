"""Networks on TensorFlow, for large batches and GPUs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from facecam.errors import WeightsError
from facecam.network import Array, as_float32


class TensorFlowNetwork:
    """A ``.pb`` file, a frozen graph whose input and output nodes carry the arrays' names.

    Make it before a ``QApplication``: TensorFlow imported after one has crashed
    for others.
    """

    def __init__(self, path: Path) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        import tensorflow as tf

        graph = _read(path)
        self._tensor = tf.constant
        inputs, outputs = _ends(graph)
        imported = tf.compat.v1.wrap_function(
            lambda: tf.graph_util.import_graph_def(graph, name=""), []
        )
        tensors = imported.graph.get_tensor_by_name
        self._compute = imported.prune(
            {name: tensors(f"{name}:0") for name in inputs},
            {name: tensors(f"{name}:0") for name in outputs},
        )

    def run(self, **inputs: Array) -> dict[str, Array]:
        """See ``Network.run``."""
        given = {name: self._tensor(as_float32(array)) for name, array in inputs.items()}
        return {name: value.numpy() for name, value in self._compute(given).items()}


def _read(path: Path) -> Any:  # noqa: ANN401
    from google.protobuf.message import DecodeError
    from tensorflow.core.framework.graph_pb2 import GraphDef

    graph = GraphDef()
    try:
        graph.ParseFromString(path.read_bytes())
    except OSError as error:
        raise WeightsError(
            f"The network {path} cannot be read: {error.strerror}. Run 'facecam models install'."
        ) from error
    except DecodeError as error:
        raise WeightsError(
            f"The network {path} is damaged. Run 'facecam models install'."
        ) from error
    return graph


def _ends(graph: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401
    """Return the names of the placeholders and of the nodes that nothing else uses."""
    used = {
        given.removeprefix("^").partition(":")[0] for node in graph.node for given in node.input
    }
    inputs = [node.name for node in graph.node if node.op == "Placeholder"]
    outputs = [node.name for node in graph.node if node.name not in used]
    return inputs, outputs
