"""TensorFlow's files: reading graphs and checkpoints, and cutting graphs to size.

Tensors and protocol buffers are ``Any`` here and beside here: TensorFlow has
no types of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from facecam.errors import WeightsError

Tensor = Any
GraphDef = Any
NodeDef = Any


def read_graph(path: Path) -> GraphDef:
    """Read a frozen graph (``.pb``).

    Raises:
        WeightsError: the file is missing, damaged or something else.
    """
    from tensorflow.core.framework.graph_pb2 import GraphDef

    graph = GraphDef()
    _parse(graph, path)
    return graph


def read_meta_graph(path: Path) -> GraphDef:
    """Read the graph of a checkpoint's ``.meta`` file.

    Raises:
        WeightsError: the file is missing, damaged or something else.
    """
    from tensorflow.core.protobuf.meta_graph_pb2 import MetaGraphDef

    meta = MetaGraphDef()
    _parse(meta, path)
    return meta.graph_def


def checkpoint_values(prefix: Path) -> Callable[[str], Any]:
    """Return a function that gives a checkpoint's variable, an array, by its name.

    Args:
        prefix: the checkpoint's path without ``.index`` and ``.data-...``.

    Raises:
        WeightsError: the checkpoint is damaged, or (from the function) lacks the variable.
    """
    import tensorflow as tf

    unreadable = (tf.errors.OpError, RuntimeError, ValueError, IndexError)
    damaged = WeightsError(
        f"The checkpoint {prefix} is damaged or not the one expected. "
        "Replace it, then run 'facecam models install'."
    )
    try:
        reader = tf.train.load_checkpoint(str(prefix))
    except unreadable as error:
        raise damaged from error

    def value(name: str) -> Any:  # noqa: ANN401 - TensorFlow has no types
        try:
            return reader.get_tensor(name)
        except unreadable as error:
            raise damaged from error

    return value


def pruned(graph: GraphDef, outputs: list[str]) -> GraphDef:
    """Return a new graph with the nodes that ``outputs`` (node names) need."""
    nodes = {node.name: node for node in graph.node}
    wanted: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [node_name(given) for given in nodes[name].input]
    kept = type(graph)(versions=graph.versions)
    kept.node.extend(node for node in graph.node if node.name in wanted)
    return kept


def node_name(given: str) -> str:
    """Return the node that an input such as ``^name`` or ``name:1`` comes from."""
    return given.removeprefix("^").partition(":")[0]


def _parse(message: Any, path: Path) -> None:  # noqa: ANN401 - TensorFlow has no types
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # has no stubs

    try:
        message.ParseFromString(path.read_bytes())
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read: {error.strerror}. Run 'facecam models install'."
        ) from error
    except DecodeError as error:
        raise WeightsError(
            f"{path} is damaged or is not a TensorFlow graph. "
            "Replace it, then run 'facecam models install'."
        ) from error
