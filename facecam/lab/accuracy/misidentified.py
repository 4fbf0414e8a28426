"""The worst of what the program said wrongly in trials of identification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from facecam.lab.accuracy.identification import Outcome
from facecam.types import Decision, Match


class MistakeKind(Enum):
    """What was wrong."""

    STRANGER_NAMED = "strangers who were named"
    WRONG_NAME = "known people who were given another's name"
    NOT_NAMED = "known people who were not named"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A probe answered wrongly. Numbers are rows of the collection.

    Attributes:
        kind: what was wrong.
        probe: the picture shown.
        alike: a sample of the person most like it.
        right: a sample of the right person, None for a stranger and for who
            could not be enrolled.
        match: the program's answer.
        right_score: the right person's, None as for ``right``.
        distance: how far the score was on the wrong side of the threshold.
    """

    kind: MistakeKind
    probe: int
    alike: int
    right: int | None
    match: Match
    right_score: float | None
    distance: float


def worst(outcomes: Sequence[Outcome], most: int) -> dict[MistakeKind, list[Mistake]]:
    """Return up to so many mistakes of each kind, the worst first, each probe once a kind."""
    found: dict[MistakeKind, dict[int, Mistake]] = {kind: {} for kind in MistakeKind}
    everything = [mistake for outcome in outcomes for mistake in _mistakes(outcome)]
    for mistake in sorted(everything, key=lambda mistake: -mistake.distance):
        found[mistake.kind].setdefault(mistake.probe, mistake)
    return {kind: list(of_kind.values())[:most] for kind, of_kind in found.items()}


def _mistakes(outcome: Outcome) -> Iterator[Mistake]:
    trial = outcome.trial
    first_sample = trial.enrolled[np.unique(trial.enrolled_people, return_index=True)[1]]
    alike = first_sample[outcome.program.best]
    columns = np.concatenate([trial.known_people, np.full(len(trial.strangers), -1)])
    probes = np.concatenate([trial.known, trial.strangers])
    scores = np.concatenate([outcome.program.right, np.full(len(trial.strangers), -np.inf)])
    kinds = [
        *map(_kind, outcome.answers.known, outcome.program.is_first),
        *(
            MistakeKind.STRANGER_NAMED if match.decision is Decision.KNOWN else None
            for match in outcome.answers.strangers
        ),
    ]
    matches = outcome.answers.known + outcome.answers.strangers
    for row, (kind, match) in enumerate(zip(kinds, matches, strict=True)):
        if kind is None or match.evidence is None:
            continue
        is_enrolled = columns[row] >= 0
        evidence, right_score = match.evidence, float(scores[row])
        is_missed = kind is MistakeKind.NOT_NAMED
        yield Mistake(
            kind,
            int(probes[row]),
            int(alike[row]),
            int(first_sample[columns[row]]) if is_enrolled else None,
            match,
            right_score if is_enrolled else None,
            evidence.threshold - right_score if is_missed else evidence.score - evidence.threshold,
        )


def _kind(match: Match, is_right: np.bool_) -> MistakeKind | None:
    if match.decision is Decision.KNOWN:
        return None if is_right else MistakeKind.WRONG_NAME
    return None if match.decision is Decision.NOT_JUDGED else MistakeKind.NOT_NAMED
