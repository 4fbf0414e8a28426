import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from facecam.boxes import areas, overlaps, regress, squared, suppress

corners = st.floats(0, 100, width=32)
random_boxes = st.integers(1, 40).flatmap(
    lambda n: hnp.arrays(np.float32, (n, 4), elements=corners, fill=st.nothing())
)


def textbook_suppression(boxes, scores, limit, of_smaller):
    """Non-maximum suppression as the papers write it down, one box at a time."""
    kept: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        candidate = boxes[index : index + 1]
        if not kept or overlaps(candidate, boxes[kept], of_smaller=of_smaller).max() <= limit:
            kept.append(int(index))
    return kept


@given(st.integers(0, 700), st.integers(0, 2**32 - 1), st.booleans())
def test_suppression_keeps_exactly_what_the_textbook_keeps(count, seed, of_smaller):
    random = np.random.default_rng(seed)
    corner = random.uniform(0, 60, (count, 2))
    boxes = np.hstack([corner, corner + random.uniform(1, 40, (count, 2))]).astype(np.float32)
    scores = random.choice([0.6, 0.7, 0.8, 0.9], count).astype(np.float32)

    kept = suppress(boxes, scores, 0.5, of_smaller=of_smaller)

    assert kept.tolist() == textbook_suppression(boxes, scores, 0.5, of_smaller)


def test_a_box_overlaps_itself_fully_and_a_distant_one_not_at_all():
    boxes = np.array([[0, 0, 10, 10], [50, 50, 60, 60]], np.float32)
    np.testing.assert_allclose(overlaps(boxes, boxes), np.eye(2))


def test_a_small_box_inside_a_large_one_overlaps_wholly_when_the_smaller_counts():
    large, small = np.array([[0, 0, 10, 10]], np.float32), np.array([[2, 2, 4, 4]], np.float32)
    assert overlaps(large, small)[0, 0] == np.float32(0.04)
    assert overlaps(large, small, of_smaller=True)[0, 0] == 1


def test_a_box_turned_inside_out_has_no_area():
    assert areas(np.array([[10, 10, 0, 20]], np.float32)) == [0]


def test_regression_moves_each_side_by_a_fraction_of_the_boxs_size():
    boxes = np.array([[10, 20, 30, 60]], np.float32)
    offsets = np.array([[0.1, 0.1, -0.1, 0.5]], np.float32)
    np.testing.assert_allclose(regress(boxes, offsets), [[12, 24, 28, 80]])


@given(random_boxes)
def test_squares_keep_the_centre_and_the_longer_side(boxes):
    boxes = np.hstack(
        [np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])]
    )
    squares = squared(boxes)
    sides = squares[:, 2:] - squares[:, :2]
    longer = np.max(boxes[:, 2:] - boxes[:, :2], axis=1)
    np.testing.assert_allclose(sides, np.stack([longer, longer], axis=1), atol=1e-4)
    np.testing.assert_allclose(
        squares[:, :2] + squares[:, 2:], boxes[:, :2] + boxes[:, 2:], atol=1e-3
    )
