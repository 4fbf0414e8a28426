"""The panel that asks who a face is."""

import pytest
from PyQt5.QtCore import Qt

from facecam.gui import messages
from facecam.gui.enrol_panel import EnrolPanel
from tests.gui.fake_engine import face, known, sample


@pytest.fixture
def panel(qtbot) -> EnrolPanel:
    widget = EnrolPanel()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def requests(panel) -> list:
    received = []
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
