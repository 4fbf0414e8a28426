from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from facecam import paths
from facecam.capture import Source
from facecam.capture.demo import Demo
from facecam.cli.notices import Notices
from facecam.cli.watch import results_of
from facecam.engine import EngineState, EngineStatus
from facecam.engine.engine import Engine
from facecam.types import Decision, Frame, FrameResult, Match
from tests.fakes.engine import EnginePlayer, PlayedEngine, ResultsInTurn
from tests.fakes.gallery import FakeGallery
from tests.fakes.recogniser import FakeRecogniser
from tests.fakes.source import FakeSource, picture

from .conftest import document_in, face

PATIENCE_S = 10.0
IMAGE = np.zeros((4, 4, 3), np.uint8)
ANN = Match(Decision.KNOWN, 1, "Ann", 0.8)


@pytest.fixture(autouse=True)
def player(monkeypatch):
    """Five results of a file, a frame every 40 ms."""
    model = SimpleNamespace(manifest=SimpleNamespace(id="fake-net"))
    monkeypatch.setattr("facecam.weights.find_model", lambda kind: model)
    frames = (Frame(n, IMAGE, captured_at=0.0, position_s=(n - 1) / 25) for n in range(1, 6))
    results = [FrameResult(frame, (face(ANN, track_id=3),), finished_at=0.0) for frame in frames]
    player = EnginePlayer(results)
    monkeypatch.setattr("facecam.engine.Engine", player)
    return player


def test_json_is_a_line_a_frame(facecam):
    outcome = facecam("watch", "--source", "demo", "--json")
    lines = [document_in(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert [(line["frame"], line["position_s"]) for line in lines] == [
        (1, 0.0), (2, 0.04), (3, 0.08), (4, 0.12), (5, 0.16),
    ]  # fmt: skip
    assert [found["name"] for found in lines[0]["faces"]] == ["Ann"]
    assert lines[0]["faces"][0]["track_id"] == 3


def test_without_json_only_changes_are_told(facecam):
    assert facecam("watch", "--source", "demo").out == "    0.00 s  Ann appears\n"


def test_max_frames_stops_the_engine(facecam, player):
    outcome = facecam("watch", "--source", "demo", "--json", "--max-frames", 2)
    assert (outcome.code, len(outcome.out.splitlines())) == (0, 2)
    assert player.made[0].stopped == 1


def test_failure_comes_after_the_last_result(facecam, player):
    player.end = EngineState.FAILED, "The camera is gone."
    outcome = facecam("watch", "--source", "demo", "--json")
    assert (outcome.code, len(outcome.out.splitlines())) == (1, 5)
    assert outcome.err == "facecam: The camera is gone.\n"


def test_what_is_wrong_with_the_source_is_told_beside_the_results(facecam, monkeypatch):
    silent, back = "Camera 0 does not answer; waiting for it.", "Camera 0 is back after 12 s."
    stands = iter([(EngineState.RECONNECTING, silent)] * 2 + [(EngineState.RUNNING, back)])

    def status(engine):
        state, message = next(stands, (EngineState.RUNNING, ""))
        return EngineStatus(state, message, "Camera 0", 0.0, 0, finished=True)

    monkeypatch.setattr(PlayedEngine, "status", status)
    outcome = facecam("watch", "--source", "demo", "--json")
    assert outcome.err == f"facecam: {silent}\nfacecam: {back}\n"
    assert len([document_in(line) for line in outcome.out.splitlines()]) == 5


def test_a_source_that_is_silent_for_a_while_has_not_ended(monkeypatch):
    looks = []

    class Looked(Notices):
        def update(self, status, gallery_trouble):
            looks.append(status.finished)
            if len(looks) == 5:
                may_go_on.set()
            return super().update(status, gallery_trouble)

    def late():
        assert may_go_on.wait(PATIENCE_S)
        return picture(0.0)

    may_go_on = threading.Event()
    monkeypatch.setattr("facecam.cli.watch._POLL_EVERY_S", 0.001)
    engine = Engine(FakeSource([late]), lambda _: FakeRecogniser(), FakeGallery())
    engine.start()
    assert [result.frame.seq for result in results_of(engine, Looked())] == [1]
    assert looks[-1]
    assert engine.stop(PATIENCE_S)


def test_ctrl_c_stops_the_engine_and_says_nothing(facecam, player, monkeypatch):
    def interrupt(self, seq, timeout):
        raise KeyboardInterrupt

    monkeypatch.setattr(ResultsInTurn, "newer_than", interrupt)
    outcome = facecam("watch", "--source", "demo")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")
    assert player.made[0].stopped == 1


@pytest.mark.parametrize(("spec", "every_frame"), [("clip.mp4", True), ("0", False)])
def test_every_frame_of_a_file_and_the_newest_of_a_camera(
    facecam, player, tmp_path, monkeypatch, spec, every_frame
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clip.mp4").touch()
    facecam("watch", "--source", spec)
    assert player.made[0].every_frame is every_frame


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        (["watch"], "rtsp://user:secret@cam/1"),
        (["watch", "--source", "demo"], "demo"),
        (["--source", "demo", "watch"], "demo"),
    ],
)
def test_without_a_source_the_settings_one_is_watched_which_no_process_list_shows(
    facecam, monkeypatch, words, opened
):
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text('{"source": "rtsp://user:secret@cam/1"}')
    specs: list[str] = []

    def open_source(spec: str) -> Source:
        specs.append(spec)
        return Demo()

    monkeypatch.setattr("facecam.capture.open_source", open_source)
    facecam(*words)
    assert specs == [opened]
