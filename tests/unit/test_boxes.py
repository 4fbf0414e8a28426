import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from facecam.boxes import BLOCK, areas, overlaps, regress, squared, suppress

corners = st.floats(0, 100, width=32)
random_boxes = st.integers(1, 40).flatmap(
    lambda n: hnp.arrays(np.float32, (n, 4), elements=corners, fill=st.nothing())
)


def textbook_suppression(boxes, scores, most_overlap, of_smaller):
    """Non-maximum suppression as the papers write it down, one box at a time."""
    kept: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        candidate = boxes[index : index + 1]
        if (
            not kept
            or overlaps(candidate, boxes[kept], of_smaller=of_smaller).max() <= most_overlap
        ):
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


@pytest.mark.parametrize("better", [0, BLOCK])
def test_a_box_that_overlaps_a_better_one_by_just_the_most_is_kept(better):
    """Whether the better one is compared with it in one block or was kept in an earlier one."""
    far = 100 + 20 * np.arange(better, dtype=np.float32)
    others = np.stack([far, far, far + 10, far + 10], axis=1)
    boxes = np.array([[0, 0, 10, 10], *others, [0, 0, 10, 5]], np.float32)
    scores = np.linspace(1, 0.5, len(boxes), dtype=np.float32)
    assert len(suppress(boxes, scores, 0.5)) == len(boxes)
    assert len(suppress(boxes, scores, 0.49)) == len(boxes) - 1


whole_boxes = st.tuples(*[st.integers(0, 12)] * 4).map(
    lambda ends: (*sorted(ends[:2]), *sorted(ends[2:]))
)


@given(whole_boxes, whole_boxes)
def test_area_and_overlap_are_what_counting_pixels_gives(first, second):
    (x1, x2, y1, y2), (u1, u2, v1, v2) = first, second
    one, other = np.zeros((2, 12, 12), bool)
    one[y1:y2, x1:x2] = other[v1:v2, u1:u2] = True
    a, b = np.array([[x1, y1, x2, y2]], np.float32), np.array([[u1, v1, u2, v2]], np.float32)
    assert areas(a) == [one.sum()]
    shared, either = (one & other).sum(), (one | other).sum()
    smaller = min(one.sum(), other.sum())
    assert overlaps(a, b)[0, 0] == pytest.approx(shared / max(either, 1))
    assert overlaps(a, b, of_smaller=True)[0, 0] == pytest.approx(shared / max(smaller, 1))


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


def test_a_share_of_a_square_has_the_same_centre():
    assert squared(np.array([[0, 0, 10, 40]], np.float32), 0.5).tolist() == [[-5, 10, 15, 30]]
