import pytest

from facecam.errors import WeightsError
from facecam.network.litert import LiteRTNetwork, planned_batch


@pytest.mark.parametrize("count", range(1, 200))
def test_a_planned_batch_holds_all_samples_with_at_most_a_third_of_filling(count):
    size = planned_batch(count)
    assert count <= size
    assert size - count <= size / 3


def test_few_batch_sizes_serve_all_counts():
    assert len({planned_batch(count) for count in range(1, 257)}) <= 16


def test_a_missing_network_says_what_to_run(tmp_path):
    with pytest.raises(WeightsError, match="facecam models install"):
        LiteRTNetwork(tmp_path / "pnet.tflite", 1)
