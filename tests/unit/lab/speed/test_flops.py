import pytest

from facecam.lab.speed.flops import Operation, count_flops


@pytest.mark.parametrize(
    ("kind", "output", "weights", "flops"),
    [
        # 3×3 over 3 channels to 10 of 8×8: two operations a multiply-add.
        ("CONV_2D", (1, 8, 8, 10), (10, 3, 3, 3), 2 * 8 * 8 * 10 * 27),
        ("FULLY_CONNECTED", (4, 10), (10, 576), 2 * 4 * 10 * 576),
        ("DEPTHWISE_CONV_2D", (1, 8, 8, 16), (1, 3, 3, 16), 2 * 8 * 8 * 16 * 9),
        ("PRELU", (1, 8, 8, 10), (1, 1, 10), 0),
        ("RESHAPE", (1, 640), (2,), 0),
    ],
)
def test_multiply_adds_count_twice(kind, output, weights, flops):
    assert count_flops([Operation(kind, output, weights)]) == flops


def test_a_network_is_the_sum_of_its_operations():
    product = Operation("FULLY_CONNECTED", (1, 2), (2, 3))
    assert count_flops([product, product]) == 24
    assert count_flops([]) == 0
