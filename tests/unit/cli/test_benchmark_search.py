"""``facecam benchmark search`` on made-up figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facecam.lab.commands.benchmark import search
from facecam.lab.speed.gallery_search import SearchFigures

MADE_UP = SearchFigures(1, "exact", 0.25, 0.5, 1.0, 0.999, 0.01, 2.0, 12.5)


@pytest.fixture
def searched(monkeypatch):
    """How many people were searched among, each time; the memory used is the fixture's to say."""
    sizes, memory_mb = [], [12.5]

    def alone(work, people):
        sizes.append(people)
        return replace(MADE_UP, people=people, memory_mb=memory_mb[-1])

    monkeypatch.setattr(search, "alone", alone)
    return sizes, memory_mb


def test_galleries_from_one_person_to_a_million_are_searched(facecam, searched):
    assert facecam("benchmark", "search").code == 0
    assert searched[0] == [1, 1_000, 10_000, 100_000, 1_000_000]


def test_only_the_sizes_asked_for_are_searched(facecam, searched):
    facecam("benchmark", "search", "--people", 50, "--people", 2000)
    assert searched[0] == [50, 2000]


def test_people_read_a_line_for_each_size(facecam, searched):
    head, line = facecam("benchmark", "search", "--people", 1500).out.splitlines()
    assert head.split("  ")[0] == "people"
    assert line.split() == ["1,500", "exact", "0.25", "0.50", "1.000", "0.999", "0.01", "12"]


def test_where_the_system_does_not_tell_memory_there_is_a_dash(facecam, searched):
    searched[1].append(None)
    assert facecam("benchmark", "search", "--people", 1).out.splitlines()[1].endswith(" –")


def test_json_holds_the_figures_of_each_size(facecam, searched):
    told = facecam("benchmark", "search", "--people", 50, "--people", 1000, "--json").json
    assert list(told) == ["schema_version", "50 people", "1,000 people"]
    assert told["1,000 people"]["top1_ms"] == 0.25
    assert told["1,000 people"]["recall_strangers"] == 0.999


def test_a_gallery_of_nobody_is_refused(facecam, searched):
    outcome = facecam("benchmark", "search", "--people", 0)
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert searched[0] == []


def test_a_run_is_held_against_an_earlier_one(facecam, searched, tmp_path):
    file = tmp_path / "before.json"
    facecam("benchmark", "search", "--people", 10, "--save", file)
    searched[1].append(50.0)
    lines = facecam("benchmark", "search", "--people", 10, "--against", file).out.splitlines()
    (memory,) = (line for line in lines if line.startswith("10 people.memory_mb"))
    assert memory.split()[-2:] == ["4.00", "worse"]
    assert lines[-1].startswith("1 of ")
