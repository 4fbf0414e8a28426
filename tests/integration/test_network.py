"""The networks as they are: how samples are batched changes nothing about their answers."""

import numpy as np
import pytest

from facecam.network import Backend, open_network
from facecam.weights import find_model

pytestmark = pytest.mark.weights


@pytest.mark.parametrize("count", [1, 3, 16, 37])
def test_a_batch_gives_each_sample_what_it_gets_alone(count):
    network = open_network(find_model("mtcnn"), "rnet", Backend.LITERT, 2)
    image = np.random.default_rng(0).integers(0, 256, (count, 24, 24, 3), np.uint8)
    together = network.run(image=image)
    alone = [network.run(image=image[i : i + 1]) for i in range(count)]
    for name, array in together.items():
        np.testing.assert_allclose(array, np.concatenate([a[name] for a in alone]), atol=1e-5)


def test_an_answer_is_the_callers_own():
    network = open_network(find_model("mtcnn"), "rnet", Backend.LITERT, 2)
    dark = network.run(image=np.zeros((1, 24, 24, 3), np.float32))
    before = dark["probability"].copy()
    network.run(image=np.full((1, 24, 24, 3), 255, np.float32))
    np.testing.assert_array_equal(dark["probability"], before)
