"""Who is it, if anyone we know? Accuracy when most faces are strangers' (open set, 1:N).

The detection and identification rate (DIR) at a false alarm rate is the share
of known probes whose best score is the right person's and above the threshold that
this share of strangers passes. Source: Phillips, Grother and Micheals,
"Evaluation Methods in Face Recognition", 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.collection.collection import Collection
from facecam.lab.accuracy.answers import Answers, ask, shares
from facecam.lab.accuracy.crossfit import Scoring
from facecam.lab.accuracy.deviation import mean_and_deviation
from facecam.lab.accuracy.roc import limit_at
from facecam.lab.accuracy.trials import Rows, Trial
from facecam.types import Floats

FALSE_ALARM_RATES = (0.1, 0.01, 0.001)
SETTINGS = (100, 1000, 10000)
"""Of so many strangers one may be named."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """How one score ranks the people of a gallery for a trial's probes.

    Attributes:
        right: ``(k,)`` float32, each known probe's score with the right person,
            -inf for who could not be enrolled.
        is_first: ``(k,)`` whether nobody scores higher.
        alarms: ``(m,)`` float32, each stranger's best score.
        best: ``(k + m,)`` the column of the person most like each probe, known first.
    """

    right: Floats
    is_first: NDArray[np.bool_]
    alarms: Floats
    best: Rows

    @property
    def rank1(self) -> float:
        """The share of known probes whose best score is the right person's."""
        return float(self.is_first.mean())

    def dir(self, rate: float) -> float:
        """Return the DIR at the threshold that at most ``rate`` of the strangers pass."""
        return float((self.is_first & (self.right > limit_at(self.alarms, rate))).mean())


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What one trial gave.

    Attributes:
        trial: who was enrolled, and who was looked for.
        program: by the program's score.
        plain: by cosine similarity alone.
        answers: what the program says at the user's setting.
        thresholds: the scores from which it gives a name at each of ``SETTINGS``.
    """

    trial: Trial
    program: Ranking
    plain: Ranking
    answers: Answers
    thresholds: tuple[float, ...]


def run_trial(
    trial: Trial, collection: Collection, model_id: str, scoring: Scoring, stranger_rate: float
) -> Outcome:
    """Judge one trial; see ``ask`` for the arguments."""
    embeddings = collection.embeddings
    enrolled = scoring(
        embeddings[trial.enrolled], trial.enrolled_people, collection.qualities[trial.enrolled]
    )
    known, strangers = embeddings[trial.known], embeddings[trial.strangers]
    return Outcome(
        trial,
        rank(enrolled.scores(known), trial.known_people, enrolled.scores(strangers)),
        rank(enrolled.similarities(known), trial.known_people, enrolled.similarities(strangers)),
        ask(trial, collection, model_id, scoring, stranger_rate),
        tuple(enrolled.threshold(1 / strangers) for strangers in SETTINGS),
    )


def rank(known: Floats, right: Rows, strangers: Floats) -> Ranking:
    """Rank people by their scores.

    Args:
        known: ``(k, people)`` of known probes.
        right: ``(k,)`` the right column for each, -1 for none.
        strangers: ``(m, people)`` of strangers, m at least 1.
    """
    of_right = np.where(right < 0, -np.inf, known[np.arange(len(known)), right])
    best = np.concatenate([known, strangers]).argmax(axis=1)
    return Ranking(
        of_right.astype(np.float32), best[: len(known)] == right, strangers.max(axis=1), best
    )


def summary(rankings: Sequence[Ranking]) -> dict[str, object]:
    """Return mean and deviation over trials, ready for JSON."""
    return {
        "rank1": mean_and_deviation([ranking.rank1 for ranking in rankings]),
        "dir": {
            f"{rate:g}": mean_and_deviation([ranking.dir(rate) for ranking in rankings])
            for rate in FALSE_ALARM_RATES
        },
    }


def figures(outcomes: Sequence[Outcome], collection: Collection) -> dict[str, object]:
    """Return what trials gave, ready for JSON; at the user's setting, too."""
    trials = [outcome.trial for outcome in outcomes]
    answers = shares(trials, [outcome.answers for outcome in outcomes], collection)
    people = int(trials[0].enrolled_people.max()) + 1
    return {
        **summary([outcome.program for outcome in outcomes]),
        "plain": summary([outcome.plain for outcome in outcomes]),
        "measured": answers["strangers"]["named"],
        "found": answers["known"]["named_right"],
        "answers": answers,
        "gallery_size": people,
        "samples": len(trials[0].enrolled) / people,
        "known_probes": sum(len(trial.known) for trial in trials),
        "stranger_probes": sum(len(trial.strangers) for trial in trials),
        "trials": len(trials),
        "faces_not_found": collection.faces_not_found,
        "faces_not_judged": collection.faces_not_judged,
    }
