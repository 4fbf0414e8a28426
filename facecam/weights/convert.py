"""Convert one model: ``python -m facecam.weights.convert FORMAT SOURCE TARGET``.

A process of its own, because TensorFlow is large, slow to import and does not
get along with a Qt application that has started already.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from facecam.errors import WeightsError
from facecam.weights import facenet_graph, mtcnn_arrays, mtcnn_graph
from facecam.weights.emit import write_network
from facecam.weights.mtcnn_arrays import Layers


def main() -> int:
    """Convert what the command line names; a user's error goes to standard error."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    form, source, target = sys.argv[1:]
    try:
        FORMATS[form](Path(source), Path(target))
    except WeightsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def convert_mtcnn(read: Callable[[Path], dict[str, Layers]], source: Path, target: Path) -> None:
    """Write the three networks of the weights that ``read`` finds at ``source``."""
    for name, layers in read(source).items():
        compute = partial(mtcnn_graph.outputs, name, layers)
        write_network(compute, mtcnn_graph.INPUT_SHAPES[name], target / name)


def convert_facenet(read: Callable[[Path], object], source: Path, target: Path) -> None:
    """Write the network of the graph that ``read`` finds at ``source``."""
    compute = partial(facenet_graph.outputs, read(source))
    write_network(compute, facenet_graph.INPUT_SHAPE, target / "facenet")


FORMATS: dict[str, Callable[[Path, Path], None]] = {
    "mtcnn-onnx": partial(convert_mtcnn, mtcnn_arrays.read_onnx),
    "mtcnn-checkpoint": partial(convert_mtcnn, mtcnn_arrays.read_checkpoint),
    "facenet-graph": partial(convert_facenet, facenet_graph.read_frozen),
    "facenet-checkpoint": partial(convert_facenet, facenet_graph.read_checkpoint),
}


if __name__ == "__main__":
    sys.exit(main())
