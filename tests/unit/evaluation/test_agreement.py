from __future__ import annotations

import numpy as np
import pytest

from facecam.evaluation.agreement import agreement, intersection_over_union

IMAGE = np.zeros((10, 10, 3), np.uint8)


def boxes(*rows):
    return np.array(rows, np.float32).reshape(-1, 4)


def test_overlap_of_each_with_each():
    overlap = intersection_over_union(
        boxes([0, 0, 10, 10]), boxes([0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30])
    )
    assert overlap == pytest.approx(np.array([[1.0, 1 / 3, 0.0]]))


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ([[0, 0, 10, 10]], [[0, 0, 10, 9]], 1),
        ([[0, 0, 10, 10]], [[0, 0, 10, 6]], 0),
        ([[50, 50, 60, 60], [0, 0, 10, 10]], [[0, 0, 10, 10], [80, 80, 90, 90]], 1),
        ([], [[0, 0, 10, 10]], 0),
        ([[0, 0, 10, 10]], [], 0),
    ],
)
def test_found_faces_are_counted(ours, theirs, found):
    result = agreement([IMAGE, IMAGE], lambda _: boxes(*ours), lambda _: boxes(*theirs))
    assert (result.pictures, result.found) == (2, 2 * found)
    assert (result.theirs, result.ours) == (2 * len(theirs), 2 * len(ours))
    assert result.share == (found / len(theirs) if theirs else 1.0)
