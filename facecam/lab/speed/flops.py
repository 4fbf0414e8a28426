"""How much a network computes, counted in its own graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from facecam.files import named_in_unicode
from facecam.network.litert import Shape


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a graph.

    Attributes:
        kind: LiteRT's name for it.
        output: the shape of what it gives.
        weights: the shape of its second input, its weights if it has any;
            empty where there is none.
    """

    kind: str
    output: Shape
    weights: Shape


def count_flops(operations: Iterable[Operation]) -> int:
    """Return the floating-point operations: two for each multiply-add.

    Convolutions and matrix products are counted. Activations, pooling and sums
    are left out: in these networks they are one in a hundred or less.
    """
    return sum(2 * prod(each.output) * _multiply_adds(each) for each in operations)


def operations_of(path: Path, shape: Shape) -> list[Operation]:
    """Return what a network does for one input.

    Args:
        path: a ``.tflite`` file with one input.
        shape: of that input.
    """
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    # Without XNNPACK, which would stand in the graph as one opaque operation.
    plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    with named_in_unicode(path) as name:
        interpreter: Any = Interpreter(model_path=name, experimental_op_resolver_type=plain)
    [given] = interpreter.get_input_details()
    interpreter.resize_tensor_input(given["index"], shape)
    interpreter.allocate_tensors()
    shapes = {
        tensor["index"]: tuple(map(int, tensor["shape"]))
        for tensor in interpreter.get_tensor_details()
    }
    return [
        Operation(
            details["op_name"],
            output=shapes[details["outputs"][0]],
            weights=shapes.get(details["inputs"][1], ()) if len(details["inputs"]) > 1 else (),
        )
        for details in interpreter._get_ops_details()  # noqa: SLF001 - tensors alone are public
    ]


def _multiply_adds(operation: Operation) -> int:
    """Return how many each value of the output takes."""
    match operation.kind:
        case "CONV_2D" | "FULLY_CONNECTED":  # the first axis of the weights is the output's
            return prod(operation.weights[1:])
        case "DEPTHWISE_CONV_2D":  # the last axis of the weights is the output's
            return prod(operation.weights[:-1])
        case _:
            return 0
