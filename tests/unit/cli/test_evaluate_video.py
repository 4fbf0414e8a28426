from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from facecam import paths
from facecam.gallery import GalleryStore
from facecam.types import Decision, Frame, FrameResult, Match
from tests.fakes.engine import EnginePlayer

from .conftest import face, sample

IMAGE = np.zeros((4, 4, 3), np.uint8)
MATCHES = [
    Match(Decision.UNKNOWN),
    Match(Decision.KNOWN, 1, "Ann", 0.8),
    Match(Decision.KNOWN, 1, "Ann", 0.8),
]
BOX = "10,20,80,100"


@pytest.fixture(autouse=True)
def player(monkeypatch):
    """Three results of a file, a frame every 100 ms."""
    frames = (Frame(n, IMAGE, captured_at=0.0, position_s=(n - 1) / 10) for n in range(1, 4))
    results = [
        FrameResult(frame, (face(match, track_id=3),), finished_at=0.0)
        for frame, match in zip(frames, MATCHES, strict=True)
    ]
    player = EnginePlayer(results)
    monkeypatch.setattr("facecam.engine.Engine", player)
    return player


@pytest.fixture(autouse=True)
def clip(monkeypatch, tmp_path):
    model = SimpleNamespace(manifest=SimpleNamespace(id="fake-net"))
    monkeypatch.setattr("facecam.weights.find_model", lambda kind: model)
    (tmp_path / "clip.mp4").touch()
    return tmp_path / "clip.mp4"


@pytest.fixture
def ann_is_enrolled():
    with GalleryStore(paths.gallery_file()) as store:
        store.enrol("Ann", [sample()])


@pytest.fixture
def truth_of(tmp_path):
    def write(*lines):
        file = tmp_path / "truth.csv"
        file.write_text("\n".join(["frame,x1,y1,x2,y2,name", *lines]), encoding="utf-8")
        return file

    return write


def evaluate(facecam, clip, truth, *words):
    return facecam("evaluate", "video", "--source", clip, "--truth", truth, *words)


@pytest.mark.usefixtures("ann_is_enrolled")
def test_names_are_counted_by_frame_and_by_track(facecam, player, clip, truth_of):
    truth = truth_of(*(f"{frame},{BOX},Ann" for frame in (1, 2, 3)))
    outcome = evaluate(facecam, clip, truth, "--json")
    assert outcome.code == 0
    by_frame, by_track = outcome.json["by_frame"], outcome.json["by_track"]
    assert outcome.json["frames"] == 3
    assert by_frame["known"]["right"] == 2
    assert by_frame["known"]["unknown"] == 1
    assert by_track["known"]["ever_right"] == 1
    assert by_track["known"]["first_right"] == {
        "frames": {"median": 2, "max": 2},
        "judged_frames": {"median": 2, "max": 2},
        "seconds": {"median": 0.1, "max": 0.1},
    }
    assert [track["name"] for track in outcome.json["tracks"]] == ["Ann"]
    assert player.made[0].every_frame
    assert player.made[0].stopped == 1


@pytest.mark.usefixtures("ann_is_enrolled")
def test_a_stranger_named_stands_under_wrong(facecam, clip, truth_of):
    out = evaluate(facecam, clip, truth_of(*(f"{n},{BOX}," for n in (1, 2, 3)))).out
    (strangers,) = [line.split() for line in out.splitlines() if "1 ever named" in line]
    assert strangers[:2] == ["strangers", "1"]
    assert next(line.split() for line in out.splitlines() if line.startswith("strangers")) == [
        *("strangers", "3", "-", "2", "0", "1", "0", "0")
    ]
    assert "never" in out


def test_without_anybody_enrolled_nothing_is_measured(facecam, player, clip, truth_of):
    outcome = evaluate(facecam, clip, truth_of(f"1,{BOX},"))
    assert (outcome.code, outcome.out) == (2, "")
    assert "Nobody is enrolled in" in outcome.err
    assert player.made[0].started == 0


@pytest.mark.usefixtures("ann_is_enrolled")
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"1,{BOX},Bob", "1 are not enrolled, the first in line 2"),
        (f"9,{BOX},", "tells of frame 9, and the clip ends after 3"),
        ("1,2,3", "must have 6 fields, and has 3"),
    ],
)
def test_a_truth_that_does_not_fit_is_one_sentence(facecam, clip, truth_of, line, sentence):
    outcome = evaluate(facecam, clip, truth_of(line))
    assert (outcome.code, outcome.out) == (2, "")
    assert sentence in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("source", ["0", "demo"])
def test_what_has_no_end_cannot_be_evaluated(facecam, truth_of, source):
    outcome = evaluate(facecam, source, truth_of(f"1,{BOX},"))
    assert outcome.code == 2
    assert f"{source} is no recording" in outcome.err
