"""Where the card beside a face stands."""

import pytest
from PyQt5.QtCore import QPointF, QRectF, QSizeF

from facecam.gui.why_card import card_corner

ROOM = QRectF(0, 0, 640, 480)
CARD = QSizeF(200, 100)


@pytest.mark.parametrize(
    ("box", "corner"),
    [
        (QRectF(100, 100, 80, 100), (188, 100)),  # right of it
        (QRectF(500, 100, 80, 100), (292, 100)),  # no room there: left of it
        (QRectF(200, 50, 300, 200), (200, 258)),  # below
        (QRectF(200, 200, 300, 270), (200, 68)),  # above its label
        (QRectF(10, 10, 620, 460), (10, 380)),  # no room anywhere: over its foot
        (QRectF(100, 430, 80, 100), (188, 380)),  # pushed up into the room
        (QRectF(-60, -40, 80, 100), (28, 0)),
    ],
)
def test_the_card_stands_beside_its_face_and_stays_in_the_room(box, corner):
    place = card_corner(box, CARD, ROOM)
    assert (place.x(), place.y()) == corner
    assert ROOM.contains(QRectF(place, CARD))


def test_the_card_leaves_other_faces_free_where_it_can():
    box, right_of_it = QRectF(100, 100, 80, 100), QRectF(220, 100, 80, 100)
    place = card_corner(box, CARD, ROOM, [right_of_it])
    assert not QRectF(place, CARD).intersects(right_of_it)


def test_where_every_place_covers_somebody_it_covers_least():
    box, right, below = QRectF(100, 100, 80, 100), QRectF(200, 100, 80, 90), QRectF(90, 250, 40, 40)
    assert card_corner(box, CARD, ROOM, [right, below]) == QPointF(100, 208)
