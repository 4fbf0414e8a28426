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

from facecam.errors import WeightsError
from facecam.weights.emit import node_name, pruned

INPUT, SWITCH, OUTPUT = "input", "phase_train", "embeddings"
INPUT_SHAPE = (None, 160, 160, 3)


def read_frozen(path: Path) -> Any:  # noqa: ANN401
    """Read a frozen graph and make it ready.

    Raises:
        WeightsError: the file is not a FaceNet graph.
    """
    from google.protobuf.message import DecodeError
    from tensorflow.core.framework.graph_pb2 import GraphDef

    graph = GraphDef()
    try:
        graph.ParseFromString(path.read_bytes())
    except DecodeError as error:
        raise WeightsError(f"{path} is not a TensorFlow graph, or is truncated.") from error
    return _ready(graph, path)


def read_checkpoint(prefix: Path) -> Any:  # noqa: ANN401
    """Read a checkpoint's graph, put its values in for the variables, and make it ready.

    Args:
        prefix: ``model-20180402-114759.ckpt-275`` without ``.index`` and
            ``.data-...``; the graph is in ``model-20180402-114759.meta``.

    Raises:
        WeightsError: the files are not a FaceNet checkpoint, or not whole.
    """
    import tensorflow as tf
    from google.protobuf.message import DecodeError
    from tensorflow.core.protobuf.meta_graph_pb2 import MetaGraphDef

    meta = prefix.with_suffix(".meta")
    content = MetaGraphDef()
    try:
        content.ParseFromString(meta.read_bytes())
        values = tf.train.load_checkpoint(str(prefix))
        graph = _ready(content.graph_def, meta)
        _freeze(graph, values.get_tensor)
    except DecodeError as error:
        raise WeightsError(f"{meta} is not a TensorFlow meta graph, or is truncated.") from error
    except (tf.errors.OpError, RuntimeError) as error:
        raise WeightsError(f"The checkpoint {prefix} is not whole: {error}") from error
    return graph


def outputs(graph: Any, image: Any) -> dict[str, Any]:  # noqa: ANN401
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


def _ready(graph: Any, path: Path) -> Any:  # noqa: ANN401
    nodes = {node.name: node for node in graph.node}
    for name in (INPUT, OUTPUT):
        if name not in nodes:
            raise WeightsError(f"{path} is not a FaceNet graph: it has no node '{name}'.")
    _make_input(nodes[INPUT])
    if SWITCH in nodes:
        _make_false(nodes[SWITCH])
    for node in graph.node:
        node.attr.pop("_class", None)  # names nodes that pruning may take away
    graph = pruned(graph, [OUTPUT])
    _fold_switches(graph)
    graph = pruned(graph, [OUTPUT])
    _free_batch(graph)
    return graph


def _make_input(node: Any) -> None:  # noqa: ANN401
    import tensorflow as tf

    _become(node, "Placeholder")
    node.attr["dtype"].type = tf.float32.as_datatype_enum
    node.attr["shape"].shape.CopyFrom(tf.TensorShape(INPUT_SHAPE).as_proto())


def _make_false(node: Any) -> None:  # noqa: ANN401
    import numpy as np

    _become_constant(node, np.array(False))


def _become(node: Any, op: str, *inputs: str) -> None:  # noqa: ANN401
    node.op = op
    node.ClearField("input")
    node.ClearField("attr")
    node.input.extend(inputs)


def _become_constant(node: Any, value: Any) -> None:  # noqa: ANN401
    import tensorflow as tf

    tensor = tf.make_tensor_proto(value)
    _become(node, "Const")
    node.attr["dtype"].type = tensor.dtype
    node.attr["value"].tensor.CopyFrom(tensor)


def _fold_switches(graph: Any) -> None:  # noqa: ANN401
    """Turn each Switch on phase_train and the Merge behind it into the False branch.

    A Switch passes its data to output 0 when False and to output 1 when True;
    what hangs on output 1 never runs, and Merge takes the input that does run.
    """
    nodes = {node.name: node for node in graph.node}
    dead = _never_run(graph)
    for node in graph.node:
        if node.op in ("Switch", "RefSwitch") and _is_phase(node.input[1], nodes):
            kind = node.attr["T"].type
            _become(node, "Identity", node.input[0])
            node.attr["T"].type = kind
        elif node.op in ("Merge", "RefMerge"):
            running = [given for given in node.input if given not in dead]
            if len(running) == 1:
                kind = node.attr["T"].type
                _become(node, "Identity", running[0])
                node.attr["T"].type = kind


def _never_run(graph: Any) -> set[str]:  # noqa: ANN401
    """Return the outputs (as inputs are written) that run only while training."""
    nodes = {node.name: node for node in graph.node}
    dead: set[str] = set()
    grown = True
    while grown:
        before = len(dead)
        for node in graph.node:
            if node.op in ("Switch", "RefSwitch") and _is_phase(node.input[1], nodes):
                dead.add(f"{node.name}:1")
            given = [name in dead for name in node.input]
            merge = node.op in ("Merge", "RefMerge")
            if given and (all(given) if merge else any(given)):
                dead.update((node.name, f"^{node.name}"), (f"{node.name}:{i}" for i in range(8)))
        grown = len(dead) > before
    return dead


def _is_phase(given: str, nodes: dict[str, Any]) -> bool:
    node = nodes[node_name(given)]
    while node.op == "Identity":
        node = nodes[node_name(node.input[0])]
    return bool(node.name == SWITCH)


def _free_batch(graph: Any) -> None:  # noqa: ANN401
    """Let Reshapes whose shape was frozen for one picture take any number of them."""
    import tensorflow as tf

    nodes = {node.name: node for node in graph.node}
    for node in graph.node:
        if node.op != "Reshape":
            continue
        shape = nodes[node_name(node.input[1])]
        if shape.op != "Const":
            continue
        value = tf.make_ndarray(shape.attr["value"].tensor)
        if value.size == 2 and value[0] == 1:
            value = value.copy()
            value[:] = (-1, _features_of(value[1]))
            _become_constant(shape, value)


def _features_of(size: int) -> int:
    return 1792 if size == -1 else int(size)


def _freeze(graph: Any, value_of: Callable[[str], Any]) -> None:  # noqa: ANN401
    for node in graph.node:
        if node.op in ("Variable", "VariableV2", "VarHandleOp"):
            _become_constant(node, value_of(node.name))
        elif node.op == "ReadVariableOp":
            kind = node.attr["dtype"].type
            _become(node, "Identity", *node.input)
            node.attr["T"].type = kind
