from __future__ import annotations

import pytest

from facecam.cli.notices import Notices
from facecam.engine import EngineState, EngineStatus

SILENT = "Camera 0 does not answer; waiting for it."
LOST = "Camera 0 has stopped giving pictures. Trying again."
BACK = "Camera 0 is back after 60 s."


@pytest.fixture
def said():
    """Return what is printed of an engine in this state, with this message."""
    notices = Notices()

    def update(state, message="", gallery=""):
        return notices.update(EngineStatus(state, message, "Camera 0", 0.0, 0), gallery)

    return update


def test_while_all_is_well_nothing_is_said(said):
    assert said(EngineState.STARTING) == []
    assert said(EngineState.RUNNING) == []


def test_what_is_wrong_is_said_once_and_that_it_is_over(said):
    assert said(EngineState.RECONNECTING, SILENT) == [SILENT]
    assert said(EngineState.RECONNECTING, SILENT) == []
    assert said(EngineState.RECONNECTING, LOST) == [LOST]
    assert said(EngineState.RECONNECTING, SILENT) == []
    assert said(EngineState.RUNNING, BACK) == [BACK]
    assert said(EngineState.RUNNING, BACK) == []
    assert said(EngineState.RUNNING) == []


@pytest.mark.parametrize("meanwhile", [BACK, ""], ids=["at once", "later"])
def test_trouble_that_comes_again_is_said_again(said, meanwhile):
    said(EngineState.RECONNECTING, LOST)
    said(EngineState.RUNNING, meanwhile)
    assert said(EngineState.RECONNECTING, LOST) == [LOST]
    assert said(EngineState.RUNNING, BACK) == [BACK]


def test_a_source_that_is_not_there_at_the_start_is_told_too(said):
    assert said(EngineState.STARTING, SILENT) == [SILENT]
    assert said(EngineState.STARTING) == []
    assert said(EngineState.STARTING, SILENT) == []


@pytest.mark.parametrize("state", [EngineState.FAILED, EngineState.ENDED, EngineState.STOPPED])
def test_how_it_ended_is_for_the_command_to_say(said, state):
    said(EngineState.RECONNECTING, LOST)
    assert said(state, "The camera is gone.", gallery="The gallery is damaged.") == []


def test_what_is_wrong_with_the_gallery_is_said_once(said):
    damaged, mended = "2 samples are damaged.", ""
    assert said(EngineState.RUNNING, gallery=damaged) == [damaged]
    assert said(EngineState.RUNNING, gallery=damaged) == []
    assert said(EngineState.RUNNING, gallery=mended) == []
    assert said(EngineState.RUNNING, gallery=damaged) == [damaged]
