import os

import numpy as np
import pytest

from facecam.errors import WeightsError
from facecam.network.litert import LARGEST_PIECE, LiteRTNetwork, pieces


@pytest.mark.parametrize("count", range(1, 200))
def test_pieces_hold_each_sample_once_and_none_is_larger_than_the_largest(count):
    assert sum(pieces(count)) == count
    assert max(pieces(count)) <= LARGEST_PIECE


def test_few_piece_sizes_serve_all_counts():
    assert {size for count in range(1, 257) for size in pieces(count)} == {1, 2, 4}


def test_a_missing_network_says_what_to_run(tmp_path):
    with pytest.raises(WeightsError, match="facecam models install"):
        LiteRTNetwork(tmp_path / "pnet.tflite", 1)


@pytest.mark.parametrize("name", ["pnet.tflite", b"pnet\xff.tflite"])
def test_a_file_that_is_no_network_says_what_to_run(name, tmp_path):
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"not a network")
    network = LiteRTNetwork(path, 1)
    with pytest.raises(WeightsError, match="facecam models verify"):
        network.run(image=np.zeros((1, 12, 12, 3), np.float32))
