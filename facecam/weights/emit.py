"""Write a network as a LiteRT file and as a frozen TensorFlow graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facecam.weights.graph import Tensor, pruned


def write_network(
    compute: Callable[[Tensor], dict[str, Tensor]], shape: tuple[int | None, ...], target: Path
) -> None:
    """Write ``<target>.tflite`` and ``<target>.pb``.

    Args:
        compute: makes the named output tensors from the ``image`` tensor.
        shape: of the input ``image``, float32; None where it is free.
        target: the files' path without suffix. In both files the names are
            ``image`` and those that ``compute`` returns.
    """
    import tensorflow as tf

    def named(image: Tensor) -> dict[str, Tensor]:
        return {name: tf.identity(value, name=name) for name, value in compute(image).items()}

    module = tf.Module()  # given to the converter, which else drops the names
    module.run = tf.function(
        named, input_signature=[tf.TensorSpec(shape, tf.float32, name="image")]
    )
    function = module.run.get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([function], module)
    Path(f"{target}.tflite").write_bytes(converter.convert())
    graph = pruned(function.graph.as_graph_def(), list(function.structured_outputs))
    Path(f"{target}.pb").write_bytes(graph.SerializeToString(deterministic=True))
