import numpy as np
import pytest

from facecam.types import Frame


def test_nobody_can_write_to_a_frame_that_others_read():
    frame = Frame(1, np.zeros((4, 4, 3), np.uint8), 0.0)
    with pytest.raises(ValueError, match="read-only"):
        frame.image[0] = 1


def test_a_frame_of_a_clip_has_its_place_in_the_clip_as_its_time():
    image = np.zeros((4, 4, 3), np.uint8)
    assert Frame(1, image, captured_at=100.0, position_s=2.0).timeline_s == 2.0
    assert Frame(1, image, captured_at=100.0).timeline_s == 100.0
