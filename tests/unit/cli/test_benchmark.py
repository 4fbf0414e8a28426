from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from facecam.lab.speed.launch import Launch
from facecam.lab.speed.results import measured, save
from facecam.lab.speed.roofline import Limit


@pytest.fixture
def launches(monkeypatch):
    """What starting the program gives, without starting it."""
    given = [Launch(0.5, 1.2, 300.0)]
    monkeypatch.setattr("facecam.lab.speed.launch.enrol_demo", lambda gallery: None)
    monkeypatch.setattr("facecam.lab.speed.launch.launch", lambda *_: given[-1])
    return given


def test_a_slower_program_is_marked_beside_its_saved_result(facecam, launches, tmp_path):
    file = tmp_path / "before.json"
    assert facecam("benchmark", "launch", "--runs", 1, "--save", file).code == 0
    launches.append(Launch(1.0, 1.2, 150.0))
    lines = facecam("benchmark", "launch", "--runs", 1, "--against", file).out.splitlines()
    assert "picture_s         0.5           1   2.00  worse" in lines
    assert "name_s            1.2         1.2   1.00" in lines
    assert "rss_mb            300         150   0.50  better" in lines
    assert lines[-1] == "1 of 3 figures are worse."


def test_json_holds_the_figures_and_what_became_of_them(facecam, launches, tmp_path):
    file = tmp_path / "before.json"
    alone = facecam("benchmark", "launch", "--runs", 1, "--json", "--save", file).json
    assert alone == {"schema_version": 1, **json.loads(file.read_text())["figures"]}
    launches.append(Launch(1.0, 1.2, None))
    beside = facecam("benchmark", "launch", "--runs", 1, "--json", "--against", file).json
    assert beside["picture_s"] == 1.0
    picture, _, memory = beside["against"]["changes"]
    assert (picture["ratio"], picture["verdict"]) == (2.0, "worse")
    assert (memory["new"], memory["verdict"]) == (None, None)
    assert beside["against"]["notes"] == []


def test_a_result_can_take_the_place_of_the_one_it_is_compared_with(facecam, launches, tmp_path):
    file = tmp_path / "result.json"
    facecam("benchmark", "launch", "--save", file)
    launches.append(Launch(1.0, 1.2, 300.0))
    both = facecam("benchmark", "launch", "--save", file, "--against", file).out
    assert "2.00  worse" in both
    assert json.loads(file.read_text())["figures"]["picture_s"] == 1.0


@pytest.fixture
def never_measured(monkeypatch):
    def measure(*_):
        raise AssertionError("measured before the files were looked at")

    monkeypatch.setattr("facecam.lab.speed.launch.enrol_demo", measure)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--against", "none.json"], "none.json cannot be read: No such file or directory."),
        (["--against", "damaged.json"], "damaged.json is not a saved result, or is damaged"),
        (["--against", "other.json"], "'benchmark detect', which cannot be compared"),
        (["--save", "none/result.json"], "none/result.json: there is no such folder."),
        (["--save", "."], "it is a folder."),
    ],
)
def test_files_are_refused_before_anything_is_measured(
    facecam, never_measured, tmp_path, monkeypatch, words, sentence
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "damaged.json").write_text('{"benchmark": "launch"')
    save(measured("detect", {}, {}), tmp_path / "other.json")
    outcome = facecam("benchmark", "launch", *words)
    assert outcome.code == 2
    assert sentence in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("subcommand", ["detect", "embed", "launch", "limit"])
def test_every_benchmark_can_be_kept_and_compared(facecam, subcommand):
    helped = facecam("benchmark", subcommand, "--help").out
    assert "--save" in helped
    assert "--against" in helped


@pytest.mark.parametrize(("on_two", "doubted"), [(213.0, False), (90.0, True)])
def test_a_peak_that_other_work_has_spoilt_is_said(facecam, monkeypatch, on_two, doubted):
    monkeypatch.setattr("facecam.lab.clips.frames.first_frames", lambda *_: [])
    cascades = [SimpleNamespace(threads=1), SimpleNamespace(threads=2)]
    monkeypatch.setattr("facecam.lab.speed.roofline.observe", lambda *_: cascades)
    row = Limit("pnet", 1.0, 2.0, 3.0, 6.0, 2.0)
    monkeypatch.setattr("facecam.lab.speed.roofline.limits", lambda *_: [row])
    monkeypatch.setattr(
        "facecam.lab.speed.peak.peak_gflops", lambda threads: {1: 107.0, 2: on_two}[threads]
    )
    outcome = facecam("benchmark", "limit")
    assert f"peak on 2 threads: {on_two} GFLOP/s" in outcome.out
    assert ("Two threads computed hardly more than one" in outcome.out) is doubted
