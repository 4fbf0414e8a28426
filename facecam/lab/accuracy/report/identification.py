"""The page of an identification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from facecam.collection.collection import Collection
from facecam.lab.accuracy.identification import FALSE_ALARM_RATES, SETTINGS, Outcome
from facecam.lab.accuracy.misidentified import Mistake, worst
from facecam.lab.accuracy.report import page, plots
from facecam.lab.accuracy.report.faces import face
from facecam.types import NameRefusal

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_FACES = 8

_STOPPED = {
    NameRefusal.SCORE: "too little like anybody known",
    NameRefusal.MARGIN: "as much like somebody else",
    NameRefusal.TAKEN: "somebody in the picture is more like that person",
}


def identification_page(
    figures: Mapping[str, Any], collection: Collection, outcomes: Sequence[Outcome]
) -> str:
    """Return the page as HTML.

    Args:
        figures: as the command prints them in JSON.
        collection: what the outcomes' rows are of.
        outcomes: of every trial.
    """
    found = {
        "program's score": [outcome.program for outcome in outcomes],
        "plain cosine": [outcome.plain for outcome in outcomes],
    }
    scores = {
        "known people, with the right person": np.concatenate(
            [outcome.program.right for outcome in outcomes]
        ),
        "strangers, with the person most like them": np.concatenate(
            [outcome.program.alarms for outcome in outcomes]
        ),
    }
    thresholds = np.mean([outcome.thresholds for outcome in outcomes], axis=0)
    return page.document(
        "Identification: who is it, when most are strangers?",
        page.paragraph(_about(figures)),
        page.table(
            ("", "rank 1", *(f"DIR at {100 * rate:g} %" for rate in FALSE_ALARM_RATES)),
            [_row("program's score", figures), _row("plain cosine", figures["plain"])],
        ),
        page.figure(
            plots.dir_plot(found),
            "How many known people are named rightly, over how many strangers are named at all.",
        ),
        page.heading(f"What the program says at 1 in {figures['one_stranger_in']} strangers"),
        page.table(
            ("", "named rightly", "named wrongly", "unsure", "unknown", "not judged"),
            _answers(figures["answers"]),
        ),
        page.paragraph(
            f"Promised: at most {100 * figures['promised']:g} % of strangers are named. "
            f"Measured: {100 * figures['measured']['mean']:.3g} %."
        ),
        page.figure(
            plots.scores_plot(
                scores,
                {
                    f"1 in {strangers}": float(threshold)
                    for strangers, threshold in zip(SETTINGS, thresholds, strict=True)
                },
                "share of the pictures",
            ),
            "The program's scores, and the thresholds from which it gives a name at its settings.",
        ),
        *_mistakes(collection, outcomes),
    )


def _about(figures: Mapping[str, Any]) -> str:
    calibration = (
        "The calibration was fitted on other people."
        if figures["cross_fit"]
        else "The calibration is the one that the program uses."
        if figures["calibrated"]
        else "There is no calibration for this network, so the program goes by plain cosine."
    )
    return (
        f"People enrolled: {figures['gallery_size']}, pictures of each: {figures['samples']:g}. "
        f"Trials: {figures['trials']}, with {figures['known_probes']} pictures of known people and "
        f"{figures['stranger_probes']} of strangers. {calibration} "
        f"Pictures without a face, left out: {figures['faces_not_found']}. "
        "Figures are the mean and deviation over the trials."
    )


def _row(name: str, of: Mapping[str, Any]) -> tuple[str, ...]:
    return (name, _mean_and_deviation(of["rank1"]), *map(_mean_and_deviation, of["dir"].values()))


def _mean_and_deviation(value: Mapping[str, float]) -> str:
    return f"{value['mean']:.4f} ± {value['std']:.4f}"


def _answers(answers: Mapping[str, Any]) -> list[tuple[str, ...]]:
    known, strangers = answers["known"], answers["strangers"]
    return [
        ("known people", *map(_mean_and_deviation, known.values())),
        ("strangers", "–", *map(_mean_and_deviation, strangers.values())),
    ]


def _mistakes(collection: Collection, outcomes: Sequence[Outcome]) -> list[Markup]:
    blocks = []
    for kind, mistakes in worst(outcomes, MOST_FACES).items():
        blocks.append(page.heading(f"The worst {kind.value}"))
        blocks.append(page.cards([_card(mistake, collection) for mistake in mistakes]))
    return blocks


def _card(mistake: Mistake, collection: Collection) -> tuple[list[tuple[str, str]], str]:
    rows = [("shown", mistake.probe), ("most like", mistake.alike)]
    if mistake.right not in (None, mistake.alike):
        rows.append(("right", mistake.right))
    faces = []
    for role, row in rows:
        uri, name = face(collection.subjects[row])
        faces.append((uri, f"{role}: {name}"))
    return faces, _said(mistake)


def _said(mistake: Mistake) -> str:
    evidence = mistake.match.evidence
    if evidence is None:
        return ""
    right = (
        ""
        if mistake.right_score is None or mistake.right == mistake.alike
        else f", with the right person {mistake.right_score:.3f}"
    )
    stopped = f"; {_STOPPED[evidence.stopped_by]}" if evidence.stopped_by else ""
    return f"Score {evidence.score:.3f}{right}; {evidence.threshold:.3f} is needed{stopped}"
