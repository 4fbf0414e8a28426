"""What the running program would say of each probe, at the user's setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facecam.collection.collection import Collection
from facecam.lab.accuracy.crossfit import Scoring
from facecam.lab.accuracy.deviation import mean_and_deviation
from facecam.lab.accuracy.trials import Rows, Trial
from facecam.match import Matcher
from facecam.types import Decision, GallerySnapshot, Match

WITHOUT_NAME = (Decision.UNSURE, Decision.UNKNOWN, Decision.NOT_JUDGED)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the program says of a trial's probes, in their order.

    Attributes:
        known: of people enrolled.
        strangers: of the others.
    """

    known: tuple[Match, ...]
    strangers: tuple[Match, ...]


def ask(
    trial: Trial, collection: Collection, model_id: str, scoring: Scoring, stranger_rate: float
) -> Answers:
    """Enrol a trial's samples, and match its probes, each a picture that stands alone.

    Args:
        trial: who is enrolled, and who is asked about.
        collection: what the trial's rows are of.
        model_id: the network that made the embeddings.
        scoring: what compares them.
        stranger_rate: the share of strangers that may be named, above 0, below 1.
    """
    matcher = Matcher(scoring, stranger_rate)
    people = collection.people[trial.enrolled]
    names = {int(person): collection.names[person] for person in np.unique(people)}
    matcher.use_gallery(
        GallerySnapshot(
            model_id,
            collection.embeddings[trial.enrolled],
            people,
            names,
            collection.qualities[trial.enrolled],
        )
    )
    return Answers(
        _match(trial.known, collection, matcher), _match(trial.strangers, collection, matcher)
    )


def _match(rows: Rows, collection: Collection, matcher: Matcher) -> tuple[Match, ...]:
    faults = [collection.subjects[row].fault for row in rows]
    judged = [row for row, fault in zip(rows, faults, strict=True) if fault is None]
    matches = iter(matcher.match(collection.embeddings[judged]) if judged else [])
    return tuple(
        next(matches) if fault is None else Match(Decision.NOT_JUDGED, reason=fault)
        for fault in faults
    )


def shares(
    trials: Sequence[Trial], answers: Sequence[Answers], collection: Collection
) -> dict[str, dict[str, dict[str, float]]]:
    """Return how many of the probes got which answer, mean and deviation over trials.

    Returns:
        For ``known`` the shares ``named_right``, ``named_wrong``, ``unsure``,
        ``unknown`` and ``not_judged``; for ``strangers`` ``named`` and the last three.
    """
    known, strangers = [], []
    for trial, given in zip(trials, answers, strict=True):
        right = sum(
            match.person_id == collection.people[row]
            for row, match in zip(trial.known, given.known, strict=True)
        )
        counted = _count(given.known)
        wrong = counted.pop("named") - right / len(given.known)
        known.append({"named_right": right / len(given.known), "named_wrong": wrong, **counted})
        strangers.append(_count(given.strangers))
    return {"known": _over_trials(known), "strangers": _over_trials(strangers)}


def _count(matches: Sequence[Match]) -> dict[str, float]:
    decisions = [match.decision for match in matches]
    return {
        "named": decisions.count(Decision.KNOWN) / len(decisions),
        **{one.value: decisions.count(one) / len(decisions) for one in WITHOUT_NAME},
    }


def _over_trials(counts: Sequence[dict[str, float]]) -> dict[str, dict[str, float]]:
    return {name: mean_and_deviation([count[name] for count in counts]) for name in counts[0]}
