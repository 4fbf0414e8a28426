import numpy as np
import pytest

from facecam.weights import mtcnn_arrays
from facecam.weights.mtcnn_arrays import Layer


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def look(kernel, patch, bias):
    """What a convolution gives where its kernel lies on ``patch``."""
    return np.einsum("hwio,hwi->o", kernel, patch) + bias


def layer(kernel, bias):
    return Layer(kernel.astype(np.float32), bias.astype(np.float32))


def random_conv(rng):
    return layer(rng.normal(size=(3, 3, 3, 8)), rng.normal(size=8))


def test_the_standardisation_is_folded_into_the_first_layer(rng):
    conv = random_conv(rng)
    pixels = rng.uniform(0, 255, (3, 3, 3))
    folded = mtcnn_arrays._take_raw_pixels(conv)
    np.testing.assert_allclose(
        look(folded.kernel, pixels, folded.bias),
        look(conv.kernel, (pixels - 127.5) / 128, conv.bias),
        atol=1e-4,
    )


def test_a_network_of_bgr_becomes_one_of_rgb(rng):
    conv = random_conv(rng)
    rgb = rng.normal(size=(3, 3, 3))
    turned = mtcnn_arrays._red_first({"conv1": conv})["conv1"]
    np.testing.assert_allclose(
        look(turned.kernel, rgb, turned.bias), look(conv.kernel, rgb[:, :, ::-1], conv.bias)
    )


def test_a_network_of_transposed_pictures_becomes_one_of_upright_ones(rng):
    conv = random_conv(rng)
    dense = layer(rng.normal(size=(2 * 2 * 8, 5)), np.zeros(5))
    upright = mtcnn_arrays._upright({"conv1": conv, "dense": dense})
    patch = rng.normal(size=(3, 3, 3))
    np.testing.assert_allclose(
        look(upright["conv1"].kernel, patch, 0),
        look(conv.kernel, patch.swapaxes(0, 1), 0),
    )
    features = rng.normal(size=(2, 2, 8))
    np.testing.assert_allclose(
        features.ravel() @ upright["dense"].kernel,
        features.swapaxes(0, 1).ravel() @ dense.kernel,
    )


def test_one_logit_says_what_two_classes_said(rng):
    head = layer(rng.normal(size=(16, 2)), rng.normal(size=2))
    one = mtcnn_arrays._one_logit(head)
    x = rng.normal(size=16)
    classes = np.exp(x @ head.kernel + head.bias)
    probability = 1 / (1 + np.exp(-(x @ one.kernel + one.bias)))
    np.testing.assert_allclose(probability, classes[1:] / classes.sum())


def test_five_x_and_five_y_become_pairs():
    head = layer(np.eye(10), np.arange(10.0))
    pairs = mtcnn_arrays._landmark_pairs({"landmarks": head})["landmarks"]
    x_then_y = np.array([1, 2, 3, 4, 5, 10, 20, 30, 40, 50])
    given = x_then_y @ pairs.kernel
    assert given.reshape(5, 2).tolist() == [[1, 10], [2, 20], [3, 30], [4, 40], [5, 50]]
    assert pairs.bias.reshape(5, 2).tolist() == [[0, 5], [1, 6], [2, 7], [3, 8], [4, 9]]


def test_landmarks_around_the_middle_become_fractions_of_the_box():
    head = layer(np.eye(10), np.zeros(10))
    moved = mtcnn_arrays._landmarks_from_corner({"landmarks": head})["landmarks"]
    ends = np.array([-1, 1, 0, 0.5, -0.5, 0, 0, 0, 0, 0])
    given = ends @ moved.kernel + moved.bias
    assert given[:5].tolist() == [0, 1, 0.5, 0.75, 0.25]
