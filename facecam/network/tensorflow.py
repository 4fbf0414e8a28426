"""Networks on TensorFlow, for large batches and GPUs."""

from __future__ import annotations

import os
from pathlib import Path

from facecam.network import Array, as_float32
from facecam.weights.graph import GraphDef, node_name, read_graph


class TensorFlowNetwork:
    """A ``.pb`` file, a frozen graph whose input and output nodes carry the arrays' names.

    Make it before a ``QApplication``: TensorFlow imported after one has crashed
    for others.
    """

    def __init__(self, path: Path) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import tensorflow as tf

        graph = read_graph(path)
        self._tensor = tf.constant
        inputs, outputs = _ends(graph)
        imported = tf.compat.v1.wrap_function(
            lambda: tf.graph_util.import_graph_def(graph, name=""), []
        )
        tensors = imported.graph.get_tensor_by_name
        self._compute = imported.prune(
            [tensors(f"{name}:0") for name in inputs],
            {name: tensors(f"{name}:0") for name in outputs},
        )

    def run(self, **inputs: Array) -> dict[str, Array]:
        """See ``Network.run``."""
        given = {name: self._tensor(as_float32(array)) for name, array in inputs.items()}
        return {name: value.numpy() for name, value in self._compute(**given).items()}


def _ends(graph: GraphDef) -> tuple[list[str], list[str]]:
    """Return the names of the placeholders and of the nodes that nothing else uses."""
    used = {node_name(given) for node in graph.node for given in node.input}
    inputs = [node.name for node in graph.node if node.op == "Placeholder"]
    outputs = [node.name for node in graph.node if node.name not in used]
    return inputs, outputs
