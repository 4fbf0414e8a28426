"""``facecam benchmark live`` on made-up figures: what is measured, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.errors import CaptureError
from facecam.lab.clips.live import LiveFigures, Quantiles, Stalls
from facecam.lab.clips.reference import Reference
from facecam.lab.commands.benchmark import live
from facecam.lab.speed.peer_race import PeerSpeed
from facecam.picture import save_picture
from facecam.types import FaceSample

MADE_UP = LiveFigures(
    source_fps=25.0,
    display_fps=24.98765,
    display_dropped=1,
    recognised_fps=24.5,
    overlay_age_ms=Quantiles(18.0, 41.25),
    time_to_name_ms=Quantiles(210.0, 480.0),
    faces_named=5,
    faces_not_named=1,
    gui_stall_ms=Stalls(3.5, 12.0),
    start_stall_ms=80.0,
    cpu_cores=1.5,
    rss_mb=310.0,
    peak_rss_mb=420.0,
    embeddings_per_s=4.0,
    faces_per_frame=4.75,
    large_faces_painted=4.5,
    identity_switches=2,
    recall=0.97,
    precision=0.99,
    slowest_pace=0,
)


@pytest.fixture
def measured(monkeypatch):
    """Give these figures, the last of the list; what was asked is written down.

    Asked are the clip, its width, height and frames, the smallest face, and the gallery.
    """
    given, asked = [MADE_UP], []

    def measure(clip, gallery, min_face_px):
        video = cv2.VideoCapture(clip)
        shape = [int(video.get(what)) for what in (3, 4, 7)]
        video.release()
        asked.append((Path(clip), shape, min_face_px, gallery))
        return given[-1]

    monkeypatch.setattr(live, "measure", measure)
    return given, asked


@pytest.fixture
def clip(tmp_path):
    """Five frames of 64×48."""
    file = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for _ in range(5):
        writer.write(np.zeros((48, 64, 3), np.uint8))
    writer.release()
    return file


def test_json_holds_every_figure_by_its_name(facecam, measured, clip):
    told = facecam("benchmark", "live", "--source", clip, "--json").json
    assert told["source_fps"] == 25.0
    assert told["display_fps"] == 24.988
    assert told["display_dropped"] == 1
    assert told["recognised_fps"] == 24.5
    assert told["overlay_age_ms"] == {"p50": 18.0, "p95": 41.25}
    assert told["time_to_name_ms"] == {"p50": 210.0, "p95": 480.0}
    assert told["gui_stall_ms"] == {"p99": 3.5, "max": 12.0}
    assert told["cpu_cores"] == 1.5
    assert told["rss_mb"] == 310.0
    assert told["embeddings_per_s"] == 4.0
    assert told["faces_per_frame"] == 4.75
    assert told["identity_switches"] == 2


def test_people_read_a_figure_a_line_and_a_dash_where_there_is_none(facecam, measured, clip):
    given, _ = measured
    given.append(replace(MADE_UP, time_to_name_ms=Quantiles(None, None)))
    told = facecam("benchmark", "live", "--source", clip).out.splitlines()
    lines = [" ".join(line.split()) for line in told]
    assert "display dropped 1" in lines
    assert "overlay age ms p95 41.25" in lines
    assert "gui stall ms max 12.0" in lines
    assert "time to name ms p50 -" in lines


def test_a_video_is_played_as_it_is(facecam, measured, clip):
    _, asked = measured
    facecam("benchmark", "live", "--source", clip, "--min-face", 60)
    ((played, _, min_face, gallery),) = asked
    assert (played, min_face) == (clip, 60)
    assert not gallery.parent.exists(), "the gallery is thrown away"


def test_another_size_rate_and_length_are_made_into_a_clip_that_is_thrown_away(
    facecam, measured, clip
):
    _, asked = measured
    wishes = ("--size", "160x120", "--fps", 10, "--seconds", 1)
    facecam("benchmark", "live", "--source", clip, *wishes)
    ((played, shape, _, _),) = asked
    assert shape == [160, 120, 10]
    assert not played.exists()


def test_a_folder_of_pictures_is_made_into_a_clip(facecam, measured, tmp_path):
    _, asked = measured
    save_picture(np.zeros((48, 64, 3), np.uint8), tmp_path / "one.png")
    facecam("benchmark", "live", "--source", tmp_path)
    assert asked[0][1] == [64, 48, 1]


def test_the_demo_has_no_end_so_some_of_it_is_played(facecam, measured, monkeypatch):
    made = []
    monkeypatch.setattr(
        "facecam.lab.clips.made_to_measure.make_clip", lambda source, file, **how: made.append(how)
    )
    facecam("benchmark", "live")
    assert made == [{"size": None, "fps": None, "seconds": 20.0}]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--size", "big"], "--size must be like 640x480, not big."),
        (["--source", "0"], "0 has no end of its own: give --seconds."),
        (["--source", "0", "--fps", "10"], "0 has no end of its own: give --seconds."),
    ],
)
def test_what_cannot_be_played_is_wrong_use_in_a_sentence(facecam, measured, words, sentence):
    outcome = facecam("benchmark", "live", *words)
    assert (outcome.code, outcome.err) == (2, f"facecam: {sentence}\n")


def test_a_clip_that_cannot_be_played_is_a_failure_in_a_sentence(facecam, monkeypatch, clip):
    def fail(*_):
        raise CaptureError("clip.avi cannot be played.")

    monkeypatch.setattr(live, "measure", fail)
    outcome = facecam("benchmark", "live", "--source", clip)
    assert (outcome.code, outcome.err) == (1, "facecam: clip.avi cannot be played.\n")


def test_a_run_is_held_against_an_earlier_one(facecam, measured, clip, tmp_path):
    given, _ = measured
    file = tmp_path / "before.json"
    facecam("benchmark", "live", "--source", clip, "--save", file)
    given.append(
        replace(MADE_UP, overlay_age_ms=Quantiles(18.0, 90.0), recall=0.8, identity_switches=0)
    )
    told = facecam("benchmark", "live", "--source", clip, "--json", "--against", file).json
    verdicts = {change["name"]: change["verdict"] for change in told["against"]["changes"]}
    assert json.loads(file.read_text())["of"]["source"] == str(clip)
    assert verdicts["overlay_age_ms.p95"] == verdicts["recall"] == "worse"
    assert verdicts["identity_switches"] == "better"
    assert verdicts["overlay_age_ms.p50"] == "same"
    assert verdicts["faces_per_frame"] is None


def test_other_programs_are_told_beside_and_how_many_times_slower_they_are(
    facecam, measured, clip, monkeypatch
):
    raced = []

    def race_peers(frames, peers, seconds):
        raced.append(len(frames))
        return [PeerSpeed("dlib", "19.24", 5, 2.0, 3.0, 2.5)]

    monkeypatch.setattr("facecam.lab.speed.peer_race.race_peers", race_peers)
    monkeypatch.setattr("facecam.lab.speed.peers.installed_peers", dict)
    monkeypatch.setattr("facecam.lab.speed.peers.missing_peers", lambda: ["torch is missing."])
    outcome = facecam("benchmark", "live", "--source", clip, "--peers")
    last = " ".join(outcome.out.splitlines()[-1].split())
    assert last == "dlib 19.24 2.00 3.00 2.50 12.2 ×"
    assert outcome.err == "torch is missing.\n"
    assert raced == [5]


def test_the_people_found_are_enrolled_under_the_names_they_are_looked_for(monkeypatch):
    sample = FaceSample(np.zeros((160, 160, 3), np.uint8), np.eye(2)[0], "fake", 0.9)
    reference = Reference(25.0, (64, 48), (), {1: 0, 2: 1}, (sample, sample))
    steps = []

    def alone(work, *given):
        steps.append((work.__name__, given))
        return reference if len(steps) == 1 else "playback"

    monkeypatch.setattr(live, "alone", alone)
    monkeypatch.setattr("facecam.lab.clips.live.live_figures", lambda *given: given)
    gallery = Path("gallery.sqlite")
    assert live.measure("clip.mp4", gallery, 40) == (
        "playback",
        reference,
        ["Person 1", "Person 2"],
    )
    assert [given for _, given in steps] == [("clip.mp4", gallery, 40)] * 2
