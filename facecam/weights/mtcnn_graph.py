"""MTCNN's three networks in TensorFlow, built from plain arrays."""

from __future__ import annotations

from facecam.weights.graph import Tensor
from facecam.weights.mtcnn_arrays import Layer, Layers

POOLS: dict[str, tuple[tuple[int, str], ...]] = {
    "pnet": ((2, "SAME"),),
    "rnet": ((3, "SAME"), (3, "VALID")),
    "onet": ((3, "SAME"), (3, "VALID"), (2, "SAME")),
}
"""Size and padding of the max pooling (stride 2) behind conv1, conv2, conv3."""

INPUT_SHAPES: dict[str, tuple[int | None, ...]] = {
    "pnet": (1, None, None, 3),
    "rnet": (None, 24, 24, 3),
    "onet": (None, 48, 48, 3),
}


def outputs(network: str, layers: Layers, image: Tensor) -> dict[str, Tensor]:
    """Compute one network.

    Args:
        network: ``pnet``, ``rnet`` or ``onet``.
        layers: its weights in the one form of ``mtcnn_arrays``.
        image: float32 tensor of ``INPUT_SHAPES``, RGB, 0..255.

    Returns:
        ``probability`` without a channel axis, ``offsets`` (..., 4) and, of
        O-Net, ``landmarks`` (n, 5, 2).
    """
    import tensorflow as tf

    x = _features(network, layers, image)
    named = {
        "probability": tf.squeeze(tf.sigmoid(_affine(x, layers["probability"])), axis=-1),
        "offsets": _affine(x, layers["offsets"]),
    }
    if "landmarks" in layers:
        named["landmarks"] = tf.reshape(_affine(x, layers["landmarks"]), [-1, 5, 2])
    return named


def _features(network: str, layers: Layers, x: Tensor) -> Tensor:
    import tensorflow as tf

    convs = sorted(name for name in layers if name.startswith("conv"))
    pools = POOLS[network]
    for i, name in enumerate(convs):
        x = _prelu(x, layers[name])
        if i < len(pools):
            size, padding = pools[i]
            x = tf.nn.max_pool2d(x, size, 2, padding)
    if "dense" in layers:
        dense = layers["dense"]
        x = _prelu(tf.reshape(x, [-1, dense.kernel.shape[0]]), dense)
    return x


def _prelu(x: Tensor, layer: Layer) -> Tensor:
    """Apply a layer and its PReLU, if it has one: one operation in LiteRT.

    The converter knows a PReLU by exactly this shape: the negated slope, one
    axis fewer than the input, times what was cut off. Otherwise it leaves five
    operations, and the detector takes half as long again.
    """
    import tensorflow as tf

    y = _affine(x, layer)
    if layer.slope is None:
        return y
    slope = tf.constant(layer.slope.reshape([1] * (len(y.shape) - 2) + [-1]))
    return tf.nn.relu(y) + (-slope) * tf.nn.relu(-y)


def _affine(x: Tensor, layer: Layer) -> Tensor:
    import tensorflow as tf

    if layer.kernel.ndim == 4:
        return tf.nn.bias_add(tf.nn.conv2d(x, layer.kernel, 1, "VALID"), layer.bias)
    return tf.nn.bias_add(tf.matmul(x, layer.kernel), layer.bias)
