from __future__ import annotations

import numpy as np
import pytest

from facecam.lab.speed.agreement import agreement

IMAGE = np.zeros((100, 100, 3), np.uint8)


def boxes(*rows):
    return np.array(rows, np.float32).reshape(-1, 4)


def test_boxes_are_compared_inside_the_picture_only():
    cut_off, whole = boxes([0, 0, 8, 10]), boxes([-8, 0, 8, 10])
    assert agreement([IMAGE], lambda _: whole, lambda _: cut_off).found == 1


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
