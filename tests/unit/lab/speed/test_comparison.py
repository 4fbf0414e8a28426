from __future__ import annotations

from dataclasses import replace

import pytest

from facecam.lab.speed.comparison import Better, Verdict, compare, differences
from facecam.lab.speed.results import Machine, measured

BETTER = {"fps": Better.MORE, "age_ms": Better.LESS}


def verdict(old, new):
    (change,) = compare(old, new, BETTER)
    return change.verdict


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"fps": 10}, {"fps": 12}, Verdict.BETTER),
        ({"fps": 10}, {"fps": 8}, Verdict.WORSE),
        ({"age_ms": 10}, {"age_ms": 12}, Verdict.WORSE),
        ({"age_ms": 10}, {"age_ms": 8}, Verdict.BETTER),
        ({"age_ms": 100}, {"age_ms": 104}, Verdict.SAME),
        ({"age_ms": 0}, {"age_ms": 0}, Verdict.SAME),
        ({"age_ms": 0}, {"age_ms": 1}, Verdict.WORSE),
        ({"faces": 10}, {"faces": 1}, None),
    ],
)
def test_a_figure_knows_which_way_is_better(old, new, expected):
    assert verdict(old, new) is expected


def test_ratio_is_now_over_then_and_absent_from_nothing():
    ratio, no_ratio = compare({"fps": 10, "age_ms": 0}, {"fps": 25, "age_ms": 3}, BETTER)
    assert (ratio.old, ratio.new, ratio.ratio) == (10, 25, 2.5)
    assert no_ratio.ratio is None


def test_figures_inside_others_are_compared_by_their_dotted_names():
    old, new = {"age_ms": {"p50": 10, "p95": 20}}, {"age_ms": {"p50": 10, "p95": 40}}
    changes = {change.name: change.verdict for change in compare(old, new, BETTER)}
    assert changes == {"age_ms.p50": Verdict.SAME, "age_ms.p95": Verdict.WORSE}


def test_a_list_is_compared_by_the_names_in_it_whatever_their_order():
    old = {"timings": [{"name": "a", "age_ms": 1}, {"name": "b", "age_ms": 2}]}
    new = {"timings": [{"name": "b", "age_ms": 3}, {"name": "a", "age_ms": 1}]}
    changes = {change.name: change.verdict for change in compare(old, new, BETTER)}
    assert changes == {"timings.b.age_ms": Verdict.WORSE, "timings.a.age_ms": Verdict.SAME}


def test_single_measurements_words_and_what_is_missing_are_no_figures():
    figures = {
        "runs": [{"age_ms": 1}],
        "when": "now",
        "rss_mb": None,
        "ok": True,
        "nan": float("nan"),
    }
    assert compare(figures, figures, BETTER) == []


def test_a_figure_that_only_one_result_has_is_shown_without_a_verdict():
    gained, lost = compare({"age_ms": 1}, {"fps": 2}, BETTER)
    assert (gained.name, gained.old, gained.new, gained.verdict) == ("fps", None, 2, None)
    assert (lost.name, lost.old, lost.new, lost.verdict) == ("age_ms", 1, None, None)


def test_the_rule_of_the_inner_name_wins():
    (change,) = compare(
        {"age_ms": {"fps": 1}}, {"age_ms": {"fps": 2}}, {"age_ms": Better.LESS, "fps": Better.MORE}
    )
    assert change.verdict is Verdict.BETTER


def test_another_machine_and_another_subject_are_said():
    now = measured("detect", {"source": "demo", "frames": 2}, {})
    assert differences(now, now) == []
    then = replace(now, machine=Machine("Old", 1, "3.11.0"), of={"source": "clip.mp4", "frames": 2})
    machine, subject = differences(then, now)
    assert machine.startswith("Measured on another machine then: Old, 1 core, Python 3.11.0; now ")
    assert subject == "Something else was measured then: source was clip.mp4, is demo."
