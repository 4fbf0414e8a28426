"""The picture on the screen: where it stands, what is painted, which face is meant."""

from itertools import pairwise

import numpy as np
import pytest
from PyQt5.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer
from PyQt5.QtGui import QImage, QMouseEvent

from facecam import overlay
from facecam.gui import style
from facecam.gui.video_view import VideoView
from facecam.types import NOT_JUDGED, Decision, Frame, Match, Reason
from tests.gui.fake_engine import face, known, picture, unsure

IN_THE_DARK = Match(Decision.NOT_JUDGED, reason=Reason.TOO_DARK)


@pytest.fixture
def view(qtbot) -> VideoView:
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(640, 600)
    widget.show()
    widget.show_frame(Frame(1, picture(320, 240), 0.0))
    return widget


def point_at(qtbot, view, x, y):
    """Bring the mouse from a corner to a place of the picture, given in its pixels."""
    qtbot.mouseMove(view, QPoint(1, 1))
    qtbot.mouseMove(view, view.image_to_widget().map(QPointF(x, y)).toPoint())


def mark(*args, **kwargs):
    return overlay.mark(face(*args, **kwargs))


def colour_at(view, x, y):
    return view.grab().toImage().pixelColor(x, y).getRgb()[:3]


def painted(view, colour):
    """Return where the view has exactly this colour: a (height, width) mask."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8).reshape(
        image.height(), image.bytesPerLine()
    )[:, : image.width() * 3]
    return (pixels.reshape(image.height(), image.width(), 3) == colour).all(axis=2)


def count(view, colour):
    return int(painted(view, colour).sum())


def label_width(view, colour):
    """Return the width of a label in pixels: its lowest rows have no letters."""
    return int(painted(view, colour).sum(axis=1).max())


@pytest.mark.parametrize("size", [(320, 240), (321, 241), (7, 5), (1, 1)])
def test_a_picture_arrives_with_its_colours_at_every_width(qapp, size):
    pixels = picture(*size)
    image = style.to_qimage(pixels)
    for x, y in [(0, 0), (size[0] - 1, size[1] - 1), (size[0] // 2, size[1] // 3)]:
        assert image.pixelColor(x, y).getRgb()[:3] == tuple(pixels[y, x])


def test_a_picture_that_is_not_contiguous_arrives_too(qapp):
    pixels = picture()[::2, ::-2]
    assert style.to_qimage(pixels).pixelColor(3, 5).getRgb()[:3] == tuple(pixels[5, 3])


def test_the_picture_owns_its_memory(qapp):
    pixels = picture()
    image = style.to_qimage(pixels)
    before = image.pixelColor(10, 10).getRgb()
    pixels[:] = 0
    assert image.pixelColor(10, 10).getRgb() == before


def test_the_picture_keeps_its_shape_and_stands_in_the_middle(view):
    corner = view.image_to_widget().map(QPointF(0, 0))
    end = view.image_to_widget().map(QPointF(320, 240))
    assert (corner.x(), corner.y(), end.x(), end.y()) == (0, 60, 640, 540)
    assert max(colour_at(view, 5, 5)) < 20  # the bar above it is dark


def test_mirrored_left_is_right(view):
    red_on_the_right = colour_at(view, 630, 300)[0]
    view.set_mirrored(True)
    assert red_on_the_right > 240
    assert colour_at(view, 10, 300)[0] > 240


@pytest.mark.parametrize("size", [(640, 600), (1000, 400), (200, 500)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_face_that_is_clicked_is_the_one_painted_there(qtbot, view, mirrored, size):
    view.resize(*size)
    view.set_mirrored(mirrored)
    view.show_marks((mark((10, 20, 90, 60)), mark((200, 150, 310, 230), track_id=2)))
    for meant in view.marks:
        x1, y1, x2, y2 = meant.box
        centre = view.image_to_widget().map(QPointF((x1 + x2) / 2, (y1 + y2) / 2))
        assert within_bounds_of_paint(view, meant, centre)
        with qtbot.waitSignal(view.face_clicked) as clicked:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre.toPoint())
        assert clicked.args == [meant]
    beside = view.image_to_widget().map(QPointF(310, 10)).toPoint()
    with qtbot.assertNotEmitted(view.face_clicked), qtbot.waitSignal(view.empty_clicked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=beside)


def within_bounds_of_paint(view, only, centre):
    """Whether a place lies inside the frame that is painted for one mark alone."""
    others = view.marks
    view.show_marks((only,))
    ys, xs = np.nonzero(painted(view, only.colour))
    view.show_marks(others)
    return xs.min() < centre.x() < xs.max() and ys.min() < centre.y() < ys.max()


def test_of_faces_one_in_another_the_smaller_is_meant(view):
    outer, inner = mark((20, 20, 200, 200)), mark((80, 80, 120, 120), track_id=2)
    view.show_marks((outer, inner))
    assert view.mark_at(view.image_to_widget().map(QPointF(100, 100))) is inner


def test_boxes_and_labels_have_the_colour_of_what_is_known(view):
    view.show_marks((overlay.mark(known()), mark((200, 60, 280, 160), track_id=2)))
    assert count(view, overlay.KNOWN) > 500
    assert count(view, overlay.UNKNOWN) > 500


def test_a_label_is_written_on_its_colour(view):
    view.show_marks((overlay.mark(known("Ann")),))
    ys, xs = np.nonzero(painted(view, overlay.KNOWN))
    box_top = view.image_to_widget().map(QPointF(60, 60)).y()
    label = view.grab(QRect(xs.min(), ys.min(), 20, int(box_top - ys.min()) - 3)).toImage()
    dark = [
        (x, y)
        for x in range(label.width())
        for y in range(label.height())
        if label.pixelColor(x, y).lightness() < 60
    ]
    assert len(dark) > 10


def test_a_frame_is_seen_on_light_ground_by_its_dark_outline(view):
    view.show_frame(Frame(2, np.full((240, 320, 3), 255, np.uint8), 0.1))
    view.show_marks((mark((60, 60, 140, 160)),))
    edge = view.image_to_widget().map(QPointF(60, 110)).toPoint()
    beside = [max(colour_at(view, edge.x() + dx, edge.y())) for dx in (-4, -3, -2)]
    assert min(beside) < 150


def test_landmarks_are_painted_when_asked_for(view):
    view.show_marks((mark(),))
    without = count(view, overlay.UNKNOWN)
    view.set_shows_landmarks(True)
    assert count(view, overlay.UNKNOWN) > without


def test_a_face_at_the_edge_is_labelled_inside_the_picture(view):
    view.show_marks((mark((-30, -30, 40, 40)), mark((290, 200, 360, 300), track_id=2)))
    image = view.grab().toImage()
    outside = [image.pixelColor(x, y).getRgb()[:3] for x in range(640) for y in (30, 58, 542, 570)]
    assert overlay.UNKNOWN not in outside


def test_a_label_too_long_for_the_picture_is_shortened(view):
    view.show_marks((overlay.mark(known("N" * 200)),))
    assert label_width(view, overlay.KNOWN) == pytest.approx(200, abs=2)


def test_words_stand_where_no_picture_is(view):
    view.clear("")
    nothing = view.grab().toImage()
    view.clear("Opening demo…")
    assert view.mark_at(QPointF(320, 300)) is None
    assert view.grab().toImage() != nothing


def test_the_cursor_is_a_hand_over_a_face(view):
    view.show_marks((mark((60, 60, 140, 160)),))
    for point, shape in (
        (QPointF(200, 280), Qt.CursorShape.PointingHandCursor),
        (QPointF(600, 100), Qt.CursorShape.ArrowCursor),
    ):
        no = Qt.MouseButton.NoButton
        move = QMouseEvent(QEvent.Type.MouseMove, point, no, no, Qt.KeyboardModifier.NoModifier)
        view.mouseMoveEvent(move)
        assert view.cursor().shape() == shape


def test_only_the_left_button_means_a_face(qtbot, view):
    view.show_marks((mark((60, 60, 140, 160)),))
    place = QPointF(200, 280).toPoint()
    with qtbot.assertNotEmitted(view.face_clicked):
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=place)
    with qtbot.waitSignal(view.face_clicked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_face_under_the_mouse_is_explained_until_the_mouse_is_elsewhere(qtbot, view, mirrored):
    view.set_mirrored(mirrored)
    view.show_marks((mark((200, 60, 280, 160)), overlay.mark(unsure(track_id=2))))
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.explained is view.marks[1])
    point_at(qtbot, view, 240, 110)
    qtbot.waitUntil(lambda: view.explained is view.marks[0])
    point_at(qtbot, view, 310, 10)
    qtbot.waitUntil(lambda: view.explained is None)


def test_the_explanation_is_that_of_the_newest_result(qtbot, view):
    view.show_marks((overlay.mark(unsure()),))
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.explained is not None)
    newer = overlay.mark(known())
    view.show_marks((newer,))
    assert view.explained is newer


def test_a_face_that_moves_a_little_from_under_the_mouse_keeps_its_card(qtbot, view):
    view.show_marks((mark((60, 60, 140, 160)),))
    point_at(qtbot, view, 65, 110)
    qtbot.waitUntil(lambda: view.explained is not None)
    view.show_marks((mark((70, 60, 150, 160)),))
    assert view.explained is view.marks[0]
    view.show_marks((mark((200, 60, 280, 160)),))
    assert view.explained is None


def test_the_explanation_ends_when_another_size_moves_the_face_from_under_the_mouse(qtbot, view):
    view.show_marks((mark((60, 60, 140, 160)),))
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.explained is not None)
    view.resize(260, 240)
    assert view.explained is None


def test_the_card_is_painted_and_goes_with_the_mouse(qtbot, view):
    plain = view.grab().toImage()
    view.show_marks((mark((60, 60, 140, 160)),))
    unexplained = view.grab().toImage()
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.explained is not None)
    explained = view.grab().toImage()
    beside = view.image_to_widget().map(QPointF(146, 63)).toPoint()
    assert unexplained.pixelColor(beside) == plain.pixelColor(beside)
    assert max(explained.pixelColor(beside).getRgb()[:3]) < 60
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert view.grab().toImage() == unexplained


def test_the_chosen_face_is_framed_thicker_and_has_no_card(qtbot, view):
    view.show_marks((mark((60, 60, 140, 160), track_id=5),))
    before = count(view, overlay.UNKNOWN)
    view.choose(5)
    assert count(view, overlay.UNKNOWN) > 1.2 * before
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    assert view.explained is None
    view.choose(None)
    assert view.explained is view.marks[0]


@pytest.mark.parametrize(
    "match", [known().match, unsure().match, face().match, NOT_JUDGED, IN_THE_DARK]
)
@pytest.mark.parametrize("size", [(160, 120), (640, 600)])
def test_every_answer_has_a_card_at_every_size(qtbot, view, match, size):
    view.resize(*size)
    view.show_marks((mark((60, 60, 140, 160), match=match),))
    without = view.grab().toImage()
    point_at(qtbot, view, 100, 110)
    qtbot.waitUntil(lambda: view.explained is not None)
    assert view.grab().toImage() != without


def runs(view, colour, box):
    """How often the colour begins along the left edge of a box."""
    image, corner = view.grab().toImage(), view.image_to_widget().map(QPointF(*box[:2])).toPoint()
    foot = view.image_to_widget().map(QPointF(box[0], box[3])).toPoint()
    column = [
        image.pixelColor(corner.x(), y).getRgb()[:3] == colour
        for y in range(corner.y() + 4, foot.y() - 4)
    ]
    return sum(now and not before for before, now in pairwise([False, *column]))


def test_answers_differ_without_their_colour(view):
    box = (60, 60, 140, 160)
    lines = []
    for match in (known().match, unsure().match, face().match, IN_THE_DARK):
        drawn = mark(box, match=match)
        view.show_marks((drawn,))
        lines.append(runs(view, drawn.colour, box))
    firm, dashed, stranger, dotted = lines
    assert firm == stranger == 1
    assert 5 < dashed < dotted


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


CHANGES = {
    "frame": lambda view: view.show_frame(Frame(2, picture(320, 240)[::-1], 0.1)),
    "marks": lambda view: view.show_marks((mark((200, 60, 280, 160)),)),
    "words": lambda view: view.clear("Opening demo…"),
    "hint": lambda view: view.show_hint("Click a face"),
    "end of the hint": lambda view: view.findChild(QTimer).timeout.emit(),
    "choice": lambda view: view.choose(1),
    "mirror": lambda view: view.set_mirrored(True),
    "landmarks": lambda view: view.set_shows_landmarks(True),
    "keyboard": lambda view: view.setFocus(Qt.FocusReason.TabFocusReason),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_comes_to_the_screen_by_itself(qtbot, view, change):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.show_marks((mark(),))
    view.show_hint("Hold still")
    before = view.grab().toImage()
    paints = Paints(view)
    CHANGES[change](view)
    qtbot.waitUntil(lambda: paints.count > 0)
    assert view.grab().toImage() != before


def test_a_hint_goes_away(view):
    view.show_hint("Click a face")
    timer = view.findChild(QTimer)
    assert timer.isActive()
    timer.timeout.emit()
    assert view.hint == ""


def test_a_card_may_stand_beside_the_picture(qtbot, view):
    view.resize(1600, 400)  # the picture takes the middle 533
    view.show_marks((mark((2, 2, 318, 238)),))
    without = view.grab().toImage()
    point_at(qtbot, view, 160, 120)
    qtbot.waitUntil(lambda: view.explained is not None)
    with_card = view.grab().toImage()
    assert any(with_card.pixel(x, 20) != without.pixel(x, 20) for x in range(1080, 1600))
