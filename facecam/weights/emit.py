"""Write a network as a LiteRT file and as a frozen TensorFlow graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Compute = Callable[[Any], dict[str, Any]]


def write_network(compute: Compute, shape: tuple[int | None, ...], target: Path) -> None:
    """Write ``<target>.tflite`` and ``<target>.pb``.

    Args:
        compute: makes the named output tensors from the ``image`` tensor.
        shape: of the input ``image``, float32; None where it is free.
        target: the files' path without suffix. In both files the names are
            ``image`` and those that ``compute`` returns.
    """
    import tensorflow as tf

    def named(image: Any) -> dict[str, Any]:  # noqa: ANN401
        return {name: tf.identity(value, name=name) for name, value in compute(image).items()}

    module = tf.Module()
    module.run = tf.function(
        named, input_signature=[tf.TensorSpec(shape, tf.float32, name="image")]
    )
    function = module.run.get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([function], module)
    target.with_suffix(".tflite").write_bytes(converter.convert())
    graph = pruned(function.graph.as_graph_def(), list(function.structured_outputs))
    target.with_suffix(".pb").write_bytes(graph.SerializeToString())


def pruned(graph: Any, outputs: list[str]) -> Any:  # noqa: ANN401
    """Return the part of a GraphDef that ``outputs`` (node names) need."""
    from tensorflow.core.framework.graph_pb2 import GraphDef

    nodes = {node.name: node for node in graph.node}
    wanted: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += [node_name(given) for given in nodes[name].input]
    kept = GraphDef(versions=graph.versions)
    kept.node.extend(node for node in graph.node if node.name in wanted)
    return kept


def node_name(given: str) -> str:
    """Return the node that an input such as ``^name`` or ``name:1`` comes from."""
    return given.removeprefix("^").partition(":")[0]
