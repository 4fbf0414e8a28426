"""The panel that asks who a face is."""

from itertools import pairwise

import pytest
from PyQt5.QtCore import Qt

from facecam.gui import messages
from facecam.gui.enrol_panel import EnrolPanel
from facecam.types import FaceSample
from tests.gui.fake_engine import face, known, sample, unsure
from tests.reading import read


@pytest.fixture
def panel(qtbot) -> EnrolPanel:
    widget = EnrolPanel()
    qtbot.addWidget(widget)
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
    panel.open_for(face(sample=shown), [])
    type_name(qtbot, panel, "  Bob ")
    press_return(qtbot, panel)
    assert requests == [("Bob", shown)]
    assert panel.note == messages.ENROLLING


def test_a_later_sample_does_not_replace_the_one_shown(qtbot, panel, requests):
    shown = sample(40)
    panel.open_for(face(sample=shown), [])
    panel.follow([face(sample=sample(200))])
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    assert requests[0][1] is shown


def test_without_a_sample_it_waits_for_that_face_s_first(qtbot, panel):
    panel.open_for(face(sample=None, track_id=3), [])
    assert panel.crop_view.is_waiting
    assert not panel.enrol_button.isEnabled()
    panel.follow([face(track_id=4), face(track_id=3, sample=None)])
    assert panel.crop_view.is_waiting
    panel.follow([face(track_id=3)])
    assert not panel.crop_view.is_waiting
    assert panel.enrol_button.isEnabled()


def test_return_before_the_sample_enrols_when_it_comes(qtbot, panel, requests):
    panel.open_for(face(sample=None), [])
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    assert requests == []
    assert panel.note == messages.HOLD_STILL
    panel.follow([face()])
    assert [name for name, _ in requests] == ["Bob"]


def test_an_empty_name_is_refused_in_place(qtbot, panel, requests):
    panel.open_for(face(), [])
    type_name(qtbot, panel, "   ")
    press_return(qtbot, panel)
    assert panel.fault == messages.NAME_MISSING
    assert requests == []
    qtbot.keyClicks(panel.name_field, "B")
    assert panel.fault == ""


def test_return_twice_enrols_once(qtbot, panel, requests):
    panel.open_for(face(), [])
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    press_return(qtbot, panel)
    assert len(requests) == 1


def test_a_known_name_is_completed_and_kept_as_it_is_written(qtbot, panel, requests):
    panel.open_for(face(), ["Zoe Ball", "Ann"])
    type_name(qtbot, panel, "zoe")
    assert panel.name_field.completer().currentCompletion() == "Zoe Ball"
    type_name(qtbot, panel, "ZOE BALL")
    assert panel.note == messages.adds_to("Zoe Ball")
    press_return(qtbot, panel)
    assert requests[0][0] == "Zoe Ball"


def test_after_a_refusal_it_can_be_tried_again(qtbot, panel, requests):
    panel.open_for(face(), [])
    type_name(qtbot, panel, "Bob")
    press_return(qtbot, panel)
    panel.show_fault("The disk is full.")
    assert panel.fault == "The disk is full."
    press_return(qtbot, panel)
    assert len(requests) == 2


def test_another_face_starts_afresh(qtbot, panel):
    panel.open_for(known("Ann"), ["Ann"])
    panel.show_fault("The disk is full.")
    panel.open_for(face(sample=None), ["Ann"])
    assert (panel.name_field.text(), panel.fault, panel.note) == ("", "", "")
    assert panel.crop_view.is_waiting


def test_leaving_says_so_once(qtbot, panel):
    panel.open_for(face(), [])
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(panel.closed):
        panel.leave()


def test_a_face_that_may_be_somebody_has_that_name_ready(qtbot, panel, requests):
    panel.open_for(unsure("Ann"), ["Ann"])
    assert panel.name_field.selectedText() == "Ann"
    press_return(qtbot, panel)
    assert [name for name, _ in requests] == ["Ann"]


def test_the_why_is_shown_and_follows_the_face(panel):
    panel.open_for(unsure("Ann", track_id=3), ["Ann"])
    assert "Perhaps Ann" in read(panel.why.text)
    panel.follow([known("Bob", track_id=4), known("Ann", track_id=3)])
    assert read(panel.why.text).splitlines() == [
        "Looks like Ann.",
        "Ann: 0.42, needed 0.27.",
        "Ada: 0.10, margin 0.32.",
        "From 5 looks and 3 samples.",
    ]


def test_what_is_being_typed_stays_when_the_answer_changes(qtbot, panel):
    panel.open_for(face(), ["Ann"])
    type_name(qtbot, panel, "Bo")
    panel.follow([known("Ann")])
    qtbot.keyClicks(panel.name_field, "b")
    assert panel.name_field.text() == "Bob"


def test_the_field_for_the_name_does_not_move_up_when_there_is_less_to_say(qtbot, panel):
    panel.resize(panel.width(), 600)
    panel.open_for(known("Ann"), ["Ann"])
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
    panel.open_for(shown, ["Alice", "Bob"])
    type_name(qtbot, panel, typed)
    assert read(panel.note) == note
    press_return(qtbot, panel)
    assert len(requests) == bool(typed)


def test_a_note_comes_when_the_face_turns_out_to_be_like_somebody(qtbot, panel):
    panel.open_for(face(), ["Bob"])
    type_name(qtbot, panel, "Eve")
    assert panel.note == ""
    panel.follow([unsure("Bob")])
    assert read(panel.note) == "This face may be Bob. Enter makes Eve a new person."


@pytest.mark.parametrize("height", [285, 420, 900])
def test_nothing_in_the_panel_lies_over_anything_else(qtbot, panel, height):
    long = "Featherstonehaugh" * 10
    panel.resize(panel.width(), height)
    panel.open_for(known(long), [long])
    type_name(qtbot, panel, "Bob")
    qtbot.waitExposed(panel)
    panel.layout().activate()
    shown = [panel.crop_view, panel.why, panel.name_field, panel.enrol_button]
    places = [widget.geometry() for widget in shown if widget.isVisible()]
    for upper, lower in pairwise(places):
        assert upper.bottom() < lower.top()
    assert places[-1].bottom() < height
    assert panel.rect().contains(panel.why.geometry())
