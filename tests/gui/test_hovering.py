"""Which face the mouse means, from move to move and from frame to frame."""

import pytest
from PyQt5.QtCore import QPointF

from facecam import overlay
from facecam.gui.hovering import Hover, mark_at
from tests.gui.fake_engine import face


def mark(x, y=100, track_id=1, side=100):
    return overlay.mark(face((x, y, x + side, y + side), track_id=track_id))


def meant(hover):
    return hover.mark, hover.is_over


def test_of_faces_one_over_the_other_the_smaller_is_meant():
    large, small = mark(0, 0, side=300), mark(100, track_id=2)
    assert mark_at([large, small], QPointF(150, 150)) == small
    assert mark_at([small, large], QPointF(50, 250)) == large
    assert mark_at([large, small], QPointF(350, 50)) is None


def test_it_is_said_when_another_face_is_meant_and_only_then():
    hover = Hover()
    one, other = mark(100), mark(300, track_id=2)
    assert hover.move([one, other], QPointF(150, 150))
    assert meant(hover) == (one, True)
    assert not hover.move([one, other], QPointF(160, 150))
    assert hover.move([one, other], QPointF(350, 150))
    assert meant(hover) == (other, True)
    assert hover.move([one, other], None)
    assert meant(hover) == (None, False)
    assert not hover.move([one, other], None)


@pytest.mark.parametrize(
    ("at", "held"),
    [
        ((85, 150), True),  # a fifth of the box beyond its edge, in every direction
        ((215, 150), True),
        ((150, 85), True),
        ((150, 215), True),
        ((75, 150), False),
        ((225, 150), False),
        ((150, 75), False),
        ((150, 225), False),
    ],
)
def test_a_face_is_held_while_the_mouse_is_near(at, held):
    hover, one = Hover(), mark(100)
    hover.move([one], QPointF(150, 150))
    hover.move([one], QPointF(*at))
    assert meant(hover) == (one if held else None, False)


def test_a_face_that_the_mouse_only_comes_near_to_is_not_meant():
    hover = Hover()
    assert not hover.move([mark(100)], QPointF(85, 150))


def test_the_face_held_is_the_same_one_as_it_is_seen_now():
    hover = Hover()
    hover.move([mark(100)], QPointF(105, 150))
    now, other = mark(110), mark(112, track_id=2)
    assert hover.move([other, now], QPointF(105, 150))
    assert hover.mark == now


def test_faces_that_are_not_followed_are_not_held():
    hover = Hover()
    hover.move([mark(100, track_id=None)], QPointF(150, 150))
    hover.move([mark(100, track_id=None)], QPointF(85, 150))
    assert meant(hover) == (None, False)
