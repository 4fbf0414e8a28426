"""Networks on LiteRT, TensorFlow's own runtime for devices."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from facecam.errors import WeightsError
from facecam.network import Array

Shape = tuple[int, ...]
Shapes = tuple[tuple[str, Shape], ...]

KEPT_SHAPES = 48
"""How many input shapes keep their own interpreter; the least used goes first."""


def planned_batch(count: int) -> int:
    """Return the batch size that ``count`` samples run at: at most a third is filling."""
    power = 1 << max(count - 1, 0).bit_length()
    return power * 3 // 4 if power >= 4 and count <= power * 3 // 4 else power


class LiteRTNetwork:
    """A ``.tflite`` file with one interpreter for each input shape it has met.

    An interpreter is planned for one input shape and planning again costs more
    than a small network's run, so each pyramid level keeps its own. Batches are
    filled up to one of a few sizes, so that a handful of interpreters serves
    them all.
    """

    def __init__(self, path: Path, threads: int) -> None:
        try:
            self._content = path.read_bytes()
        except OSError as error:
            raise WeightsError(
                f"The network {path} cannot be read: {error.strerror}. "
                "Run 'facecam models install'."
            ) from error
        self._path = path
        self._threads = threads
        self._runners: OrderedDict[Shapes, _Runner] = OrderedDict()

    def run(self, **inputs: Array) -> dict[str, Array]:
        """See ``Network.run``; input arrays may have any dtype that casts to float32."""
        batch = len(next(iter(inputs.values())))
        size = planned_batch(batch)
        shapes: Shapes = tuple(sorted((name, (size, *a.shape[1:])) for name, a in inputs.items()))
        runner = self._runners.get(shapes)
        if runner is None:
            runner = self._plan(shapes)
        self._runners.move_to_end(shapes)
        return runner.run(inputs, batch)

    def _plan(self, shapes: Shapes) -> _Runner:
        try:
            runner = _Runner(self._content, self._threads, shapes)
        except ValueError as error:
            raise WeightsError(
                f"The network {self._path} is damaged or does not take this input. "
                "Run 'facecam models verify'."
            ) from error
        self._runners[shapes] = runner
        if len(self._runners) > KEPT_SHAPES:
            self._runners.popitem(last=False)
        return runner


class _Runner:
    """One interpreter, planned for one set of input shapes."""

    def __init__(self, content: bytes, threads: int, shapes: Shapes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter: Any = Interpreter(model_content=content, num_threads=threads)
        inputs, self._outputs = self._indices()
        self._inputs = {name: inputs[name] for name, _ in shapes}
        for name, shape in shapes:
            self._interpreter.resize_tensor_input(inputs[name], shape)
        self._interpreter.allocate_tensors()

    def _indices(self) -> tuple[dict[str, int], dict[str, int]]:
        # In a method of its own: what the signature runner holds must be gone
        # before the interpreter is resized.
        signature = self._interpreter.get_signature_runner()
        inputs = {name: d["index"] for name, d in signature.get_input_details().items()}
        outputs = {name: d["index"] for name, d in signature.get_output_details().items()}
        return inputs, outputs

    def run(self, inputs: dict[str, Array], batch: int) -> dict[str, Array]:
        for name, index in self._inputs.items():
            # The view must not outlive this line: LiteRT refuses to run while one exists.
            np.copyto(self._interpreter.tensor(index)()[:batch], inputs[name], casting="unsafe")
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(i)[:batch] for name, i in self._outputs.items()}
