"""FaceNet's TensorFlow 1 graph, made ready for conversion by editing the graph itself.

The graphs of David Sandberg's facenet take ``input:0`` and, unless they were
frozen for inference, ``phase_train:0``, which switches batch norm and dropout
between training and use. Here ``phase_train`` becomes a constant False, the
switches it governs fold away, and whatever fed ``input`` (a queue of the
training program) is cut off. Nothing of TensorFlow 1 has to run for that.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from facecam.errors import WeightsError
from facecam.weights.graph import (
    GraphDef,
    NodeDef,
    Tensor,
    checkpoint_values,
    node_name,
    pruned,
    read_graph,
    read_meta_graph,
)
from facecam.weights.phase import fold_switches

INPUT, PHASE, OUTPUT = "input", "phase_train", "embeddings"
INPUT_SHAPE = (None, 160, 160, 3)

FREE_SHAPES = {(1, -1): (-1, 1792), (1, 512): (-1, 512)}
"""Shapes that 20180408-102900 was frozen with for one picture, and what takes any number.

1792 values come into the layer that makes the embedding of them.
"""


def read_frozen(path: Path) -> GraphDef:
    """Read a frozen graph and make it ready.

    Raises:
        WeightsError: the file is not a FaceNet graph.
    """
    return _ready(read_graph(path), path)


def read_checkpoint(prefix: Path) -> GraphDef:
    """Read a checkpoint's graph, put its values in for the variables, and make it ready.

    Args:
        prefix: ``model-20180402-114759.ckpt-275`` without ``.index`` and
            ``.data-...``; the graph is in ``model-20180402-114759.meta``.

    Raises:
        WeightsError: the files are not a FaceNet checkpoint, or not whole.
    """
    meta = prefix.with_suffix(".meta")
    graph = _ready(read_meta_graph(meta), meta)
    _freeze(graph, checkpoint_values(prefix))
    return graph


def outputs(graph: GraphDef, image: Tensor) -> dict[str, Tensor]:
    """Compute a ready graph.

    Args:
        graph: what ``read_frozen`` or ``read_checkpoint`` returned.
        image: ``(n, 160, 160, 3)`` float32 tensor, RGB, (x - 127.5) / 128.

    Returns:
        ``embedding``, ``(n, 512)`` float32, rows of length 1.
    """
    import tensorflow as tf

    (embedding,) = tf.graph_util.import_graph_def(
        graph, input_map={f"{INPUT}:0": image}, return_elements=[f"{OUTPUT}:0"], name=""
    )
    return {"embedding": embedding}


def _ready(graph: GraphDef, path: Path) -> GraphDef:
    nodes = {node.name: node for node in graph.node}
    for name in (INPUT, OUTPUT):
        if name not in nodes:
            raise WeightsError(
                f"{path} is not a FaceNet graph: it has no node '{name}'. "
                "Replace it or take it away, then run 'facecam models install'."
            )
    _make_input(nodes[INPUT])
    if PHASE in nodes:
        _make_constant(nodes[PHASE], np.array(False))
    graph = pruned(graph, [OUTPUT])
    fold_switches(graph, PHASE)
    graph = pruned(graph, [OUTPUT])
    for node in graph.node:
        node.attr.pop("_class", None)  # names nodes to sit beside that are gone now
    _free_batch(graph)
    return graph


def _make_input(node: NodeDef) -> None:
    import tensorflow as tf

    node.op = "Placeholder"
    node.ClearField("input")
    node.ClearField("attr")
    node.attr["dtype"].type = tf.float32.as_datatype_enum
    node.attr["shape"].shape.CopyFrom(tf.TensorShape(INPUT_SHAPE).as_proto())


def _make_constant(node: NodeDef, value: Any) -> None:  # noqa: ANN401 - TensorFlow has no types
    import tensorflow as tf

    tensor = tf.make_tensor_proto(value)
    node.op = "Const"
    node.ClearField("input")
    node.ClearField("attr")
    node.attr["dtype"].type = tensor.dtype
    node.attr["value"].tensor.CopyFrom(tensor)


def _free_batch(graph: GraphDef) -> None:
    import tensorflow as tf

    nodes = {node.name: node for node in graph.node}
    shapes = [nodes[node_name(node.input[1])] for node in graph.node if node.op == "Reshape"]
    for shape in shapes:
        if shape.op == "Const":
            value = tf.make_ndarray(shape.attr["value"].tensor)
            free = FREE_SHAPES.get(tuple(value.tolist()))
            if free:
                _make_constant(shape, np.array(free, value.dtype))


def _freeze(graph: GraphDef, value_of: Callable[[str], Any]) -> None:
    """Turn variables into constants; ``value_of`` gives a variable's value by name."""
    for node in graph.node:
        if node.op in ("Variable", "VariableV2", "VarHandleOp"):
            _make_constant(node, value_of(node.name))
        elif node.op == "ReadVariableOp":
            dtype = node.attr["dtype"].type
            node.op = "Identity"
            node.ClearField("attr")
            node.attr["T"].type = dtype
