"""Who is it, if anyone we know? Accuracy when most faces are strangers' (open set, 1:N).

In each trial N people are enrolled with K pictures each; their other pictures
are the known probes, everybody else's pictures the strangers. The detection and
identification rate (DIR) at a false alarm rate is the share of known probes
whose best score is the right person's and above the limit that this share of
strangers passes. Source: Phillips, Grother and Micheals, "Evaluation Methods in
Face Recognition", 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.errors import UsageError
from facecam.types import Floats

FALSE_ALARM_RATES = (0.1, 0.01, 0.001)

Rows = NDArray[np.intp]


class Scorer(Protocol):
    """A gallery ready for comparing."""

    def scores(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` scores of ``(n, d)`` faces, people in ascending order of id."""

    def similarities(self, embeddings: Floats) -> Floats:
        """Return the same of cosine similarity alone."""

    def limit(self, rate: float) -> float:
        """Return the score above which this share of strangers is promised to be."""


class Enrol(Protocol):
    """Makes a gallery; the very one that the program uses."""

    def __call__(self, embeddings: Floats, person_ids: NDArray[np.int64]) -> Scorer:
        """Enrol ``(n, d)`` samples of ``(n,)`` people."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One drawing: row numbers into a collection.

    Attributes:
        enrolled: ``(people, samples)``.
        known: ``(n,)`` probes of enrolled people.
        known_people: ``(n,)`` the right answer for each, 0 to people - 1.
        strangers: ``(m,)`` probes of nobody enrolled.
    """

    enrolled: Rows
    known: Rows
    known_people: Rows
    strangers: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What one trial gave.

    Attributes:
        rank1: share of known probes whose best score is the right person's.
        dir: the DIR at each of ``FALSE_ALARM_RATES``.
        measured: share of strangers named at the promised rate's limit.
        found: share of known probes named rightly at that limit.
    """

    rank1: float
    dir: tuple[float, ...]
    measured: float
    found: float


def draw_trials(
    people: NDArray[np.int64], gallery_size: int, samples: int, trials: int, seed: int
) -> list[Trial]:
    """Draw trials at random, the same for the same seed.

    Args:
        people: ``(n,)`` who each picture shows.
        gallery_size: how many to enrol.
        samples: with how many pictures each.
        trials: how many to draw.
        seed: of the random numbers.

    Raises:
        UsageError: too few people have one picture more than ``samples``, or
            nobody is left to be a stranger.
    """
    names, counts = np.unique(people, return_counts=True)
    candidates = names[counts > samples]
    if len(candidates) < gallery_size:
        raise UsageError(
            f"A gallery of {gallery_size} with {samples} pictures each needs so many people with "
            f"{samples + 1} pictures or more; there are {len(candidates)}."
        )
    if len(names) == gallery_size:
        raise UsageError(f"With all {gallery_size} people enrolled nobody is left as a stranger.")
    rng = np.random.default_rng(seed)
    return [
        _draw(people, np.sort(rng.choice(candidates, gallery_size, replace=False)), samples, rng)
        for _ in range(trials)
    ]


def _draw(
    people: NDArray[np.int64], chosen: NDArray[np.int64], samples: int, rng: np.random.Generator
) -> Trial:
    shuffled = [rng.permutation(np.flatnonzero(people == person)) for person in chosen]
    known = np.concatenate([rows[samples:] for rows in shuffled])
    return Trial(
        np.stack([rows[:samples] for rows in shuffled]),
        known,
        np.searchsorted(chosen, people[known]),
        np.flatnonzero(~np.isin(people, chosen)),
    )


def run_trial(
    trial: Trial, embeddings: Floats, enrol: Enrol, promised: float
) -> tuple[Outcome, Outcome]:
    """Judge one trial, and the same by cosine similarity alone.

    Args:
        trial: the drawing.
        embeddings: ``(n, d)`` of the collection.
        enrol: makes the gallery.
        promised: the share of strangers that the setting allows to be named.

    Returns:
        The program's outcome and the plain one, whose limit is also the
        program's promise kept exactly: the one that share of these strangers passes.
    """
    size, samples = trial.enrolled.shape
    scorer = enrol(
        embeddings[trial.enrolled.ravel()], np.repeat(np.arange(size, dtype=np.int64), samples)
    )
    known, strangers = embeddings[trial.known], embeddings[trial.strangers]
    plain = scorer.similarities(strangers)
    return (
        judge(
            scorer.scores(known),
            trial.known_people,
            scorer.scores(strangers),
            scorer.limit(promised),
        ),
        judge(
            scorer.similarities(known),
            trial.known_people,
            plain,
            _limit_at(plain.max(axis=1), promised),
        ),
    )


def judge(known: Floats, right: Rows, strangers: Floats, limit: float) -> Outcome:
    """Return what scores gave.

    Args:
        known: ``(n, people)`` of known probes.
        right: ``(n,)`` the right column for each.
        strangers: ``(m, people)`` of strangers, m at least 1.
        limit: of the default setting.
    """
    best, alarms = known.max(axis=1), strangers.max(axis=1)
    hit = known.argmax(axis=1) == right
    return Outcome(
        rank1=float(hit.mean()),
        dir=tuple(
            float((hit & (best > _limit_at(alarms, rate))).mean()) for rate in FALSE_ALARM_RATES
        ),
        measured=float((alarms > limit).mean()),
        found=float((hit & (best > limit)).mean()),
    )


def _limit_at(alarms: Floats, rate: float) -> float:
    """Return the lowest limit that at most ``rate`` of the strangers pass."""
    allowed = int(np.floor(rate * len(alarms)))
    return float(np.sort(alarms)[::-1][allowed])


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return mean and standard deviation over trials, ready for JSON."""
    rates = np.array([outcome.dir for outcome in outcomes])
    return {
        "rank1": spread([outcome.rank1 for outcome in outcomes]),
        "dir": {
            f"{rate:g}": spread(column)
            for rate, column in zip(FALSE_ALARM_RATES, rates.T, strict=True)
        },
    }


def spread(values: Sequence[float] | NDArray[np.float64]) -> dict[str, float]:
    """Return the mean and standard deviation."""
    return {"mean": float(np.mean(values)), "std": float(np.std(values))}
