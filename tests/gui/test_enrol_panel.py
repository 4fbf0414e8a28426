"""The panel that asks who a face is."""

from itertools import pairwise

import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtWidgets import QLabel

from facecam.engine import EngineState
from facecam.gui import messages
from facecam.gui.enrol_panel import EnrolPanel
from facecam.gui.scroll_column import ScrollColumn
from facecam.types import Decision, FaceSample, Match, Reason
from tests.gui.fake_engine import face, known, sample, unsure
from tests.reading import read


@pytest.fixture
def panel(qtbot) -> EnrolPanel:
    widget = EnrolPanel()
    qtbot.addWidget(widget)
    widget.enter(EngineState.RUNNING)
    return widget


@pytest.fixture
def requests(panel) -> list[tuple[str, FaceSample]]:
    received: list[tuple[str, FaceSample]] = []
    panel.enrol_requested.connect(lambda name, sample: received.append((name, sample)))
    return received


def type_name(qtbot, panel, text):
    panel.name_field.clear()
    qtbot.keyClicks(panel.name_field, text)


def press_return(qtbot, panel):
    qtbot.keyClick(panel.name_field, Qt.Key.Key_Return)


def test_return_asks_for_the_enrolment_of_the_sample_shown(qtbot, panel, requests):
    shown = sample(40)
    panel.open_for(face(sample=shown))
    type_name(qtbot, panel, "  Bob ")
    press_return(qtbot, panel)
    assert requests == [("Bob", shown)]
    assert panel.note == messages.ENROLLING


def test_a_later_sample_does_not_replace_the_one_shown(qtbot, panel, requests):
    shown = sample(40)
    panel.open_for(face(sample=shown))
    panel.follow([face(sample=sample(200))])
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    assert requests[0][1] is shown


def test_without_a_sample_it_waits_for_that_face_s_first(qtbot, panel):
    panel.open_for(face(sample=None, track_id=3))
    assert panel.crop_view.words == messages.HOLD_STILL
    assert not panel.enrol_button.isEnabled()
    panel.follow([face(track_id=4), face(track_id=3, sample=None)])
    assert panel.crop_view.words == messages.HOLD_STILL
    panel.follow([face(track_id=3)])
    assert not panel.crop_view.words
    assert panel.enrol_button.isEnabled()


def test_return_before_the_sample_enrols_when_it_comes(qtbot, panel, requests):
    panel.open_for(face(sample=None))
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    assert requests == []
    assert panel.note == messages.HOLD_STILL
    panel.follow([face()])
    assert [name for name, _ in requests] == ["Bob"]


def test_an_empty_name_is_refused_in_place(qtbot, panel, requests):
    panel.open_for(face())
    type_name(qtbot, panel, "   ")
    press_return(qtbot, panel)
    assert panel.fault == messages.NAME_MISSING
    assert requests == []
    qtbot.keyClicks(panel.name_field, "B")
    assert panel.fault == ""


def test_return_twice_enrols_once(qtbot, panel, requests):
    panel.open_for(face())
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    press_return(qtbot, panel)
    assert len(requests) == 1


def test_a_known_name_is_completed_and_kept_as_it_is_written(qtbot, panel, requests):
    panel.set_names(["Zoe", "Ann"])
    panel.open_for(face())
    type_name(qtbot, panel, "oe")
    assert panel.name_field.completer().currentCompletion() == "Zoe"
    type_name(qtbot, panel, "ZOE")
    assert read(panel.note) == "Adds a sample to Zoe."
    press_return(qtbot, panel)
    assert requests[0][0] == "Zoe"


def test_after_a_refusal_it_can_be_tried_again(qtbot, panel, requests):
    panel.open_for(face())
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    panel.show_fault("The disk is full.")
    assert panel.fault == "The disk is full."
    press_return(qtbot, panel)
    assert len(requests) == 2


def test_another_face_starts_afresh(qtbot, panel):
    panel.set_names(["Ann"])
    panel.open_for(known("Ann"))
    panel.show_fault("The disk is full.")
    panel.set_names(["Ann"])
    panel.open_for(face(sample=None, track_id=2))
    assert (panel.name_field.text(), panel.fault, panel.note) == ("", "", "")
    assert panel.crop_view.words == messages.HOLD_STILL


def test_leaving_says_so_once(qtbot, panel):
    panel.open_for(face())
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(panel.closed):
        panel.leave()


def test_a_face_that_may_be_somebody_has_that_name_ready(qtbot, panel, requests):
    panel.set_names(["Ann"])
    panel.open_for(unsure("Ann"))
    assert panel.name_field.selectedText() == "Ann"
    press_return(qtbot, panel)
    assert [name for name, _ in requests] == ["Ann"]


def test_the_why_is_shown_and_follows_the_face(panel):
    panel.set_names(["Ann"])
    panel.open_for(unsure("Ann", track_id=3))
    assert "Perhaps Ann" in read(panel.why.text)
    panel.follow([known("Bob", track_id=4), known("Ann", track_id=3)])
    assert read(panel.why.text).splitlines() == [
        "Looks like Ann.",
        "Ann: 0.42, needed 0.27.",
        "Ada: 0.10, margin 0.32.",
        "From 5 looks and 3 samples.",
    ]


def test_what_is_being_typed_stays_when_the_answer_changes(qtbot, panel):
    panel.set_names(["Ann"])
    panel.open_for(face())
    type_name(qtbot, panel, "Bo")
    panel.follow([known("Ann")])
    qtbot.keyClicks(panel.name_field, "b")
    assert panel.name_field.text() == "Bob"


def test_the_field_for_the_name_does_not_move_up_when_there_is_less_to_say(qtbot, panel):
    panel.resize(panel.width(), 600)
    panel.set_names(["Ann"])
    panel.open_for(known("Ann"))
    place = panel.name_field.pos()
    panel.follow([face()])
    panel.layout().activate()
    assert panel.name_field.pos() == place


@pytest.mark.parametrize(
    ("shown", "typed", "note"),
    [
        (known("Bob"), "Alice", "This face looks like Bob. Enter adds it to Alice."),
        (unsure("Bob"), "alice", "This face may be Bob. Enter adds it to Alice."),
        (known("Bob"), "Eve", "This face looks like Bob. Enter makes Eve a new person."),
        (known("Bob"), "bob", "Adds a sample to Bob."),
        (face(), "Alice", "Adds a sample to Alice."),
        (known("Bob"), "", ""),
    ],
)
def test_a_name_other_than_the_face_s_likeness_is_noted_but_not_refused(
    qtbot, panel, requests, shown, typed, note
):
    panel.set_names(["Alice", "Bob"])
    panel.open_for(shown)
    type_name(qtbot, panel, typed)
    assert read(panel.note) == note
    press_return(qtbot, panel)
    assert len(requests) == bool(typed)


def test_a_note_comes_when_the_face_turns_out_to_be_like_somebody(qtbot, panel):
    panel.set_names(["Bob"])
    panel.open_for(face())
    type_name(qtbot, panel, "Eve")
    assert panel.note == ""
    panel.follow([unsure("Bob")])
    assert read(panel.note) == "This face may be Bob. Enter makes Eve a new person."


def shown_in(panel, widget):
    """Where a widget can be seen, in the panel's pixels."""
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(panel, QPoint()))


@pytest.mark.parametrize("height", [130, 245, 285, 420, 900])
@pytest.mark.parametrize(
    "known_as", ["Bob", "Featherstonehaugh" * 10, "李小龙" * 20], ids=["short", "long", "wide"]
)
def test_nothing_in_the_panel_lies_over_anything_else(qtbot, panel, height, known_as):
    panel.resize(panel.width(), height)
    panel.set_names([known_as])
    panel.open_for(known(known_as))
    panel.name_field.setText(f"{known_as}!")
    note = next(it for it in panel.findChildren(QLabel, "detail") if it.text() == panel.note)
    whole = [panel.name_field, panel.enrol_button, *([note] if height > 200 else [])]
    qtbot.waitUntil(lambda: all(shown_in(panel, it).size() == it.size() for it in whole))
    widgets = [panel.crop_view, panel.why, panel.name_field, note, panel.enrol_button]
    places = [shown_in(panel, widget) for widget in widgets if widget.isVisible()]
    for upper, lower in pairwise([place for place in places if not place.isEmpty()]):
        assert upper.bottom() < lower.top()
    assert places[-1].bottom() < height
    assert note.height() >= note.heightForWidth(note.width())


def test_where_there_is_no_room_for_the_why_the_keyboard_scrolls_it(qtbot, panel):
    panel.resize(panel.width(), 160)
    panel.open_for(known("Featherstonehaugh" * 10))
    qtbot.waitExposed(panel)
    before = shown_in(panel, panel.why)
    column = panel.findChild(ScrollColumn)
    assert column.focusPolicy() & Qt.FocusPolicy.TabFocus
    for _ in range(20):
        qtbot.keyClick(column, Qt.Key.Key_Down)
    assert panel.why.mapTo(panel, QPoint(0, panel.why.height())).y() <= before.bottom() + 1


def test_where_there_is_room_the_keyboard_does_not_stop_at_the_why(qtbot, panel):
    panel.resize(panel.width(), 600)
    panel.open_for(known("Ann"))
    qtbot.waitExposed(panel)
    assert panel.findChild(ScrollColumn).focusPolicy() == Qt.FocusPolicy.NoFocus


ANN, BOB = known("Ann", track_id=1), face(track_id=2)


def test_a_name_that_was_begun_is_there_again_when_its_face_is_asked_about_again(qtbot, panel):
    panel.open_for(ANN)
    type_name(qtbot, panel, "Anna")
    panel.open_for(BOB)
    assert panel.name_field.text() == ""
    type_name(qtbot, panel, "Bo")
    panel.open_for(ANN)
    assert panel.name_field.selectedText() == "Anna"
    panel.open_for(BOB)
    assert panel.name_field.text() == "Bo"


def test_leaving_keeps_the_name_that_was_begun(qtbot, panel):
    panel.open_for(BOB)
    type_name(qtbot, panel, "Bo")
    panel.leave()
    panel.open_for(BOB)
    assert panel.name_field.text() == "Bo"


def test_cancel_forgets_the_name(qtbot, panel):
    panel.open_for(ANN)
    type_name(qtbot, panel, "Bo")
    qtbot.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    panel.open_for(ANN)
    assert panel.name_field.text() == "Ann"


def test_a_name_that_was_wiped_out_is_not_kept(qtbot, panel):
    panel.open_for(ANN)
    type_name(qtbot, panel, "Bo")
    panel.open_for(BOB)
    panel.open_for(ANN)
    qtbot.keyClick(panel.name_field, Qt.Key.Key_Delete)
    panel.open_for(BOB)
    panel.open_for(ANN)
    assert panel.name_field.text() == "Ann"


def test_asking_again_about_the_same_face_changes_nothing(qtbot, panel, requests):
    shown = sample(40)
    panel.open_for(face(sample=shown))
    type_name(qtbot, panel, "Bob")
    panel.open_for(face(sample=sample(200)))
    press_return(qtbot, panel)
    assert requests == [("Bob", shown)]


def test_a_name_that_was_begun_can_be_enrolled_after_another_source_was_chosen(
    qtbot, panel, requests
):
    shown = sample(40)
    panel.open_for(face(sample=shown))
    type_name(qtbot, panel, "Bob")
    panel.leave_source()
    panel.follow([face(track_id=1, match=known("Zoë").match, sample=sample(200))])
    assert "Zoë" not in panel.why.text
    press_return(qtbot, panel)
    assert requests == [("Bob", shown)]


def test_without_a_name_begun_the_panel_goes_with_its_source(panel):
    panel.open_for(ANN)
    panel.leave_source()
    assert not panel.isVisible()


def test_names_begun_are_for_the_faces_of_one_source(qtbot, panel):
    panel.open_for(BOB)
    type_name(qtbot, panel, "Bo")
    panel.open_for(face(track_id=3))
    type_name(qtbot, panel, "Cle")
    panel.leave_source()
    for track_id in (2, 3):
        panel.open_for(face(track_id=track_id))
        assert panel.name_field.text() == ""


def test_a_long_name_is_seen_from_its_beginning(panel):
    panel.open_for(known("Featherstonehaugh" * 10))
    assert panel.name_field.cursorPosition() == 0
    assert panel.name_field.selectedText() == "Featherstonehaugh" * 10


BLURRED = face(match=Match(Decision.NOT_JUDGED, reason=Reason.BLURRED), sample=None)


@pytest.mark.parametrize(
    ("shown", "source", "said"),
    [
        (face(sample=None), EngineState.RUNNING, messages.HOLD_STILL),
        (BLURRED, EngineState.RUNNING, "The face is blurred; waiting for a better look…"),
        (BLURRED, EngineState.RECONNECTING, messages.WAITS_FOR_PICTURE),
        (
            BLURRED,
            EngineState.ENDED,
            "The face was not seen well enough to be enrolled: it is blurred.",
        ),
        (face(sample=None), EngineState.ENDED, messages.NOT_SEEN_WELL),
        (face(sample=None), EngineState.FAILED, messages.NOT_SEEN_WELL),
    ],
)
def test_why_there_is_no_sample_is_said(qtbot, panel, shown, source, said):
    panel.open_for(shown)
    panel.enter(source)
    assert panel.crop_view.words == said
    panel.resize(panel.width(), 285)
    qtbot.waitUntil(panel.crop_view.isHidden)
    assert panel.note == said


def test_a_face_that_has_left_the_picture_is_not_asked_to_hold_still(panel):
    panel.open_for(face(sample=None, track_id=3))
    panel.follow([face(track_id=4)])
    assert panel.crop_view.words == messages.HAS_LEFT
    panel.follow([face(sample=None, track_id=3)])
    assert panel.crop_view.words == messages.HOLD_STILL


@pytest.mark.parametrize("returns_first", [True, False])
def test_where_no_other_picture_comes_return_does_not_wait(qtbot, panel, requests, returns_first):
    panel.open_for(BLURRED)
    type_name(qtbot, panel, "Bob")
    if returns_first:
        press_return(qtbot, panel)
    panel.enter(EngineState.ENDED)
    if not returns_first:
        press_return(qtbot, panel)
    assert panel.fault == "The face was not seen well enough to be enrolled: it is blurred."
    panel.follow([face()])  # an answer that was on its way
    assert requests == []
    press_return(qtbot, panel)
    assert [name for name, _ in requests] == ["Bob"]


def test_who_is_known_may_change_while_a_name_is_typed(qtbot, panel, requests):
    panel.set_names(["Bob"])
    panel.open_for(face())
    type_name(qtbot, panel, "BOB")
    assert read(panel.note) == "Adds a sample to Bob."
    panel.set_names(["Ann"])
    assert panel.note == ""
    press_return(qtbot, panel)
    assert [name for name, _ in requests] == ["BOB"]
