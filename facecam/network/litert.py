"""Networks on LiteRT, TensorFlow's own runtime for devices."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from facecam.errors import WeightsError
from facecam.files import named_in_unicode
from facecam.network import Array
from facecam.network.pages import give_back_pages

Shape = tuple[int, ...]
Shapes = tuple[tuple[str, Shape], ...]

KEPT_SHAPES = 24
"""How many input shapes keep their own interpreter; the least used goes first. A
pyramid has 9 to 13, and two may be in use by turns."""
LARGEST_PIECE = 4
"""The most samples one interpreter takes. An interpreter's memory grows with its
batch, while a sample's time is the same from four samples on: with 16 the window took
27 MB more, and a search of a crowd 23.1 ms instead of 23.2."""


def pieces(count: int) -> list[int]:
    """Return the batch sizes that ``count`` samples run in: powers of two, largest first."""
    whole, rest = divmod(count, LARGEST_PIECE)
    powers = [1 << bit for bit in reversed(range(LARGEST_PIECE.bit_length() - 1))]
    return [LARGEST_PIECE] * whole + [size for size in powers if rest & size]


class LiteRTNetwork:
    """A ``.tflite`` file with one interpreter for each input shape it has met.

    An interpreter is planned for one input shape and planning again costs more
    than a small network's run, so each pyramid level keeps its own. Batches run
    in pieces of a few sizes, so that a handful of small interpreters serves
    them all.
    """

    def __init__(self, path: Path, threads: int) -> None:
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise WeightsError(
                f"The network {path} cannot be read: {error.strerror}. "
                "Run 'facecam models install'."
            ) from error
        self._path = path
        self._threads = threads
        self._runners: OrderedDict[Shapes, _PlannedInterpreter] = OrderedDict()

    def run(self, **inputs: Array) -> dict[str, Array]:
        """See ``Network.run``; input arrays may have any dtype that casts to float32."""
        count = len(next(iter(inputs.values())))
        outputs, start = [], 0
        for size in pieces(count):
            part = {name: array[start : start + size] for name, array in inputs.items()}
            outputs.append(self._runner(part).run(part))
            start += size
        if len(outputs) == 1:
            return outputs[0]
        return {name: np.concatenate([part[name] for part in outputs]) for name in outputs[0]}

    def _runner(self, inputs: dict[str, Array]) -> _PlannedInterpreter:
        shapes: Shapes = tuple(sorted((name, array.shape) for name, array in inputs.items()))
        runner = self._runners.get(shapes) or self._plan(shapes)
        self._runners.move_to_end(shapes)
        return runner

    def _plan(self, shapes: Shapes) -> _PlannedInterpreter:
        try:
            runner = _PlannedInterpreter(self._path, self._threads, shapes)
        except (ValueError, RuntimeError) as error:
            raise WeightsError(
                f"The network {self._path} is damaged or does not take this input. "
                "Run 'facecam models verify'."
            ) from error
        self._runners[shapes] = runner
        if len(self._runners) > KEPT_SHAPES:
            self._runners.popitem(last=False)
        return runner


class _PlannedInterpreter:
    """One interpreter, planned for one set of input shapes."""

    def __init__(self, path: Path, threads: int, shapes: Shapes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        # By its path: the file is mapped into memory rather than copied there.
        with named_in_unicode(path) as name:
            self._interpreter: Any = Interpreter(model_path=name, num_threads=threads)
        inputs, self._outputs = self._indices()
        self._inputs = {name: inputs[name] for name, _ in shapes}
        for name, shape in shapes:
            self._interpreter.resize_tensor_input(inputs[name], shape)
        self._interpreter.allocate_tensors()
        give_back_pages(path)

    def _indices(self) -> tuple[dict[str, int], dict[str, int]]:
        # In a method of its own: what the signature runner holds must be gone
        # before the interpreter is resized.
        signature = self._interpreter.get_signature_runner()
        inputs = {name: d["index"] for name, d in signature.get_input_details().items()}
        outputs = {name: d["index"] for name, d in signature.get_output_details().items()}
        return inputs, outputs

    def run(self, inputs: dict[str, Array]) -> dict[str, Array]:
        for name, index in self._inputs.items():
            # The view must not outlive this line: LiteRT refuses to run while one exists.
            np.copyto(self._interpreter.tensor(index)(), inputs[name], casting="unsafe")
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(i) for name, i in self._outputs.items()}
