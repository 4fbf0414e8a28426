"""The page of a verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from facecam.collection.subject import Subject
from facecam.lab.accuracy.pairs import Fold
from facecam.lab.accuracy.report import page, plots
from facecam.lab.accuracy.report.faces import face
from facecam.lab.accuracy.verification import MisjudgedPair, Verified, curve, mistakes

MOST_PAIRS = 12


def verification_page(
    figures: Mapping[str, Any],
    folds: Sequence[Fold],
    subjects: Mapping[Path, Subject],
    program: Verified,
    plain: Verified,
) -> str:
    """Return the page as HTML.

    Args:
        figures: as the command prints them in JSON.
        folds: the pairs.
        subjects: of each picture.
        program: how the program's score tells the pairs apart.
        plain: how cosine similarity does.
    """
    accepted, rejected = mistakes(folds, program, plain)
    scores = np.concatenate([fold.scores for fold in program])
    same = np.concatenate([fold.same for fold in program])
    return page.document(
        "Verification: do two pictures show one person?",
        page.paragraph(_about(figures, len(folds))),
        page.table(
            ("", "accuracy", "threshold", "AUC", "EER", "validation rate at FAR 0.1 %"),
            [_row("program's score", figures), _row("plain cosine", figures["plain"])],
        ),
        page.heading("Folds"),
        page.table(
            ("", *(f"fold {number}" for number in range(1, len(folds) + 1))),
            [
                ("accuracy", *(f"{fold.accuracy:.4f}" for fold in program)),
                ("threshold, best on the others", *(f"{fold.threshold:.3f}" for fold in program)),
                ("accuracy, plain cosine", *(f"{fold.accuracy:.4f}" for fold in plain)),
            ],
        ),
        page.heading("Every threshold"),
        page.figure(
            plots.roc_plot({"program's score": curve(program), "plain cosine": curve(plain)}),
            "How many pairs of one person are accepted, over how many of different people (ROC).",
        ),
        page.figure(
            plots.scores_plot(
                {"one person": scores[same], "different people": scores[~same]},
                {"threshold": figures["threshold"]},
                "share of the pairs",
            ),
            "The program's scores of the pairs, and the mean threshold.",
        ),
        page.heading(f"Different people taken for one: {len(accepted)}"),
        page.cards([_card(mistake, subjects) for mistake in accepted[:MOST_PAIRS]]),
        page.heading(f"One person taken for two: {len(rejected)}"),
        page.cards([_card(mistake, subjects) for mistake in rejected[:MOST_PAIRS]]),
    )


def _about(figures: Mapping[str, Any], folds: int) -> str:
    calibration = (
        "Each fold is judged with a calibration fitted on people who do not occur in it."
        if figures["cross_fit"]
        else "They are judged with the calibration that the program uses."
        if figures["calibrated"]
        else "There is no calibration for this network, so the program goes by plain cosine."
    )
    return (
        f"{figures['pairs']} pairs in {folds} folds. {calibration} The threshold of each fold is "
        f"the one best on the others. Faces not found, and the picture's middle taken instead: "
        f"{figures['faces_not_found']}. Faces that the running program would not judge, "
        f"judged here all the same: {figures['faces_not_judged']}. "
        f"It took {figures['seconds']:.0f} s."
    )


def _row(name: str, of: Mapping[str, Any]) -> tuple[str, ...]:
    rate = of["validation_rate"]
    return (
        name,
        f"{of['accuracy']:.4f} ± {of['accuracy_std']:.4f}",
        f"{of['threshold']:.3f}",
        f"{of['auc']:.4f}",
        f"{of['eer']:.4f}",
        f"{rate['mean']:.4f} ± {rate['std']:.4f}",
    )


def _card(
    mistake: MisjudgedPair, subjects: Mapping[Path, Subject]
) -> tuple[list[tuple[str, str]], str]:
    shown = [face(subjects[path]) for path in (mistake.pair.first, mistake.pair.second)]
    return shown, (
        f"Score {mistake.score:.3f}, threshold {mistake.threshold:.3f}; "
        f"cosine {mistake.similarity:.3f}"
    )
