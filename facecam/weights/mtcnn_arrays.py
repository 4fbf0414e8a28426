"""MTCNN's weights as plain arrays, whoever trained them, in one form.

That form is a ``Layers`` dictionary a network: ``conv1``, ``conv2`` ...,
``dense`` where there is one, and the heads ``probability``, ``offsets`` and
``landmarks``. Folded into it is all that differs between trainings: a network
made of these arrays takes upright RGB pictures with values 0..255, gives the
face's probability instead of two classes, offsets as dx1, dy1, dx2, dy2, and
landmarks as x, y, x, y ...
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.weights.graph import checkpoint_values

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The weights of one layer.

    Attributes:
        kernel: ``(height, width, inputs, outputs)`` of a convolution or
            ``(inputs, outputs)`` of a dense layer, float32.
        bias: ``(outputs,)`` float32.
        slope: PReLU's for negative values, ``(outputs,)`` float32; None for a head.
    """

    kernel: Floats
    bias: Floats
    slope: Floats | None = None


Layers = dict[str, Layer]
Names = dict[str, tuple[str, ...]]

_ONNX_NAMES: dict[str, Names] = {
    "pnet": {
        "conv1": ("conv2d", "p_re_lu_initializer_8"),
        "conv2": ("conv2d_1", "p_re_lu_1_initializer_6"),
        "conv3": ("conv2d_2", "p_re_lu_2_initializer_3"),
        "probability": ("conv2d_3",),
        "offsets": ("conv2d_4",),
    },
    "rnet": {
        "conv1": ("conv2d_5", "p_re_lu_3_initializer_14"),
        "conv2": ("conv2d_6", "p_re_lu_4_initializer_12"),
        "conv3": ("conv2d_7", "p_re_lu_5_initializer_10"),
        "dense": ("dense", "slope"),
        "probability": ("dense_1",),
        "offsets": ("dense_2",),
    },
    "onet": {
        "conv1": ("conv2d_8", "p_re_lu_7_initializer_22"),
        "conv2": ("conv2d_9", "p_re_lu_8_initializer_20"),
        "conv3": ("conv2d_10", "p_re_lu_9_initializer_18"),
        "conv4": ("conv2d_11", "p_re_lu_10_initializer_16"),
        "dense": ("dense_3", "slope"),
        "probability": ("dense_4",),
        "offsets": ("dense_5",),
        "landmarks": ("dense_6",),
    },
}

_CHECKPOINT_NAMES: dict[str, Names] = {
    "pnet": {
        "conv1": ("conv1", "PReLU1"),
        "conv2": ("conv2", "PReLU2"),
        "conv3": ("conv3", "PReLU3"),
        "probability": ("conv4-1",),
        "offsets": ("conv4-2",),
    },
    "rnet": {
        "conv1": ("conv1", "prelu1"),
        "conv2": ("conv2", "prelu2"),
        "conv3": ("conv3", "prelu3"),
        "dense": ("conv4", "prelu4"),
        "probability": ("conv5-1",),
        "offsets": ("conv5-2",),
    },
    "onet": {
        "conv1": ("conv1", "prelu1"),
        "conv2": ("conv2", "prelu2"),
        "conv3": ("conv3", "prelu3"),
        "conv4": ("conv4", "prelu4"),
        "dense": ("conv5", "prelu5"),
        "probability": ("conv6-1",),
        "offsets": ("conv6-2",),
        "landmarks": ("conv6-3",),
    },
}


def read_onnx(folder: Path) -> dict[str, Layers]:
    """Read ``pnet.onnx``, ``rnet.onnx`` and ``onet.onnx``, the Caffe-born weights.

    Caffe's training saw pictures width first, so every kernel is transposed;
    its landmarks are five x, then five y.
    """
    return {name: _read_onnx_network(folder, name) for name in _ONNX_NAMES}


def read_checkpoint(prefix: Path) -> dict[str, Layers]:
    """Read the TensorFlow 1 checkpoint ``mtcnn-3000000`` of wangbm/MTCNN-Tensorflow.

    It was trained on OpenCV's pictures: upright, but blue first. Its landmarks
    are x, y pairs, measured from the middle of the box in halves of its size.
    (Found by comparing its answers on faces with those of Caffe's weights.)

    Raises:
        WeightsError: the checkpoint is not whole or is another one.
    """
    value = checkpoint_values(prefix)

    def read(network: str, layer: str, *slope: str) -> Layer:
        kernel, bias = (value(f"{network}/{layer}/{part}") for part in ("weights", "biases"))
        return Layer(kernel, bias, value(f"{network}/{slope[0]}/alpha") if slope else None)

    def read_network(network: str) -> Layers:
        names = _CHECKPOINT_NAMES[network]
        layers = {layer: read(network, *parts) for layer, parts in names.items()}
        return _in_one_form(_landmarks_from_corner(_red_first(layers)))

    return {network: read_network(network) for network in _CHECKPOINT_NAMES}


def _read_onnx_network(folder: Path, network: str) -> Layers:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(folder / f"{network}.onnx").graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}

    def read(layer: str, *slope: str) -> Layer:
        kernel = arrays[f"{layer}/kernel:0"]
        if kernel.ndim == 4:  # ONNX keeps (outputs, inputs, height, width)
            kernel = kernel.transpose(2, 3, 1, 0)
        return Layer(kernel, arrays[f"{layer}/bias:0"], arrays[slope[0]].ravel() if slope else None)

    layers = {layer: read(*parts) for layer, parts in _ONNX_NAMES[network].items()}
    return _in_one_form(_landmark_pairs(_upright(layers)))


def _in_one_form(layers: Layers) -> Layers:
    layers = layers | {"conv1": _take_raw_pixels(layers["conv1"])}
    return layers | {"probability": _one_logit(layers["probability"])}


def _take_raw_pixels(conv1: Layer) -> Layer:
    """Fold (x - 127.5) / 128 in; exact, as no convolution pads its input."""
    shift = conv1.kernel.sum(axis=(0, 1, 2)) * np.float32(127.5 / 128)
    return replace(conv1, kernel=conv1.kernel / np.float32(128), bias=conv1.bias - shift)


def _one_logit(head: Layer) -> Layer:
    """Turn two classes into one: their softmax is the sigmoid of their difference."""
    kernel = head.kernel[..., 1:] - head.kernel[..., :1]
    return Layer(kernel, head.bias[1:] - head.bias[:1])


def _upright(layers: Layers) -> Layers:
    """Make a network of transposed pictures one of upright pictures."""
    turned = {
        name: replace(layer, kernel=layer.kernel.swapaxes(0, 1))
        for name, layer in layers.items()
        if layer.kernel.ndim == 4
    }
    if "dense" in layers:
        turned["dense"] = _upright_dense(layers["dense"], _last_conv(layers))
    return layers | turned


def _upright_dense(dense: Layer, conv: Layer) -> Layer:
    """Permute the rows of the dense layer behind a (now transposed) square feature map."""
    rows, outputs = dense.kernel.shape
    channels = conv.bias.size
    side = round((rows / channels) ** 0.5)
    kernel = dense.kernel.reshape(side, side, channels, outputs).swapaxes(0, 1)
    return replace(dense, kernel=kernel.reshape(rows, outputs))


def _last_conv(layers: Layers) -> Layer:
    return layers[max(name for name in layers if name.startswith("conv"))]


def _red_first(layers: Layers) -> Layers:
    """Make a network of BGR pictures one of RGB pictures."""
    conv1 = layers["conv1"]
    return layers | {"conv1": replace(conv1, kernel=conv1.kernel[:, :, ::-1])}


def _landmark_pairs(layers: Layers) -> Layers:
    """Reorder five x and five y into x, y pairs."""
    if "landmarks" not in layers:
        return layers
    order = np.arange(10).reshape(2, 5).T.ravel()
    head = layers["landmarks"]
    return layers | {"landmarks": Layer(head.kernel[:, order], head.bias[order])}


def _landmarks_from_corner(layers: Layers) -> Layers:
    """Turn landmarks of -1..1 around the box's middle into fractions 0..1 of the box."""
    if "landmarks" not in layers:
        return layers
    head = layers["landmarks"]
    half = np.float32(0.5)
    return layers | {"landmarks": Layer(head.kernel * half, head.bias * half + half)}
