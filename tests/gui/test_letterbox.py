"""Where the picture stands in the window, and back."""

import pytest
from PyQt5.QtCore import QPointF, QSize

from facecam.gui.letterbox import letterbox

PICTURE = QSize(320, 240)


def corners(widget, *, mirrored=False):
    """Where the picture's first corner and its opposite come to stand."""
    transform = letterbox(PICTURE, QSize(*widget), mirrored=mirrored)
    first, last = transform.map(QPointF(0, 0)), transform.map(QPointF(320, 240))
    return (first.x(), first.y()), (last.x(), last.y())


@pytest.mark.parametrize(
    ("widget", "first", "last"),
    [
        ((320, 240), (0, 0), (320, 240)),
        ((640, 480), (0, 0), (640, 480)),
        ((640, 600), (0, 60), (640, 540)),  # bars above and below
        ((1000, 480), (180, 0), (820, 480)),  # bars left and right
        ((160, 480), (0, 180), (160, 300)),
    ],
)
def test_a_picture_is_as_large_as_fits_and_in_the_middle(widget, first, last):
    assert corners(widget) == (first, last)
    (left, top), (right, bottom) = first, last
    assert corners(widget, mirrored=True) == ((right, top), (left, bottom))


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_place_of_the_window_is_found_again_in_the_picture(mirrored):
    transform = letterbox(PICTURE, QSize(1000, 480), mirrored=mirrored)
    back, invertible = transform.inverted()
    assert invertible
    place = back.map(transform.map(QPointF(30, 200)))
    assert (place.x(), place.y()) == pytest.approx((30, 200))
