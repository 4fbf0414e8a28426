"""Verification: do two pictures show one person? Accuracy by LFW's protocol.

Source: Huang, Ramesh, Berg and Learned-Miller, "Labeled Faces in the Wild",
2007. Each fold is judged with the threshold that is best on all the other folds;
accuracy is the mean over the folds. Two pictures are compared as the program compares
them: one is enrolled, and the other's score is its likeness to that person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.collection.subject import Subject
from facecam.errors import UsageError
from facecam.lab.accuracy.crossfit import Scoring
from facecam.lab.accuracy.deviation import mean_and_deviation
from facecam.lab.accuracy.pairs import Fold, Pair
from facecam.lab.accuracy.roc import Roc, best_threshold, limit_at, roc
from facecam.types import Floats

FAR = 0.001
"""The false accept rate at which the validation rate is given."""
MOST_POINTS = 200
"""So many points of the curve are kept for whoever draws it."""
BATCH_SIZE = 100
"""So many pairs are compared at a time: everyone enrolled is compared with everyone else."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """A fold to be judged, and the others to learn from, all compared in the same way.

    Attributes:
        scores: ``(n,)`` float32 of the fold's pairs.
        same: ``(n,)`` whether a pair is of one person.
        other_scores: ``(m,)`` float32 of all the other folds' pairs.
        other_same: ``(m,)`` the truth about those.
    """

    scores: Floats
    same: NDArray[np.bool_]
    other_scores: Floats
    other_same: NDArray[np.bool_]

    @property
    def threshold(self) -> float:
        """The score from which two pictures are called one person: the best on the others."""
        return best_threshold(self.other_scores, self.other_same)

    @property
    def accuracy(self) -> float:
        """The share of the fold's pairs that are judged right with that threshold."""
        return float(np.mean((self.scores >= self.threshold) == self.same))

    def accepted(self, far: float) -> tuple[float, float]:
        """Return the shares of one person's and of two people's pairs above a threshold.

        The threshold is the lowest that at most ``far`` of the others' pairs of two
        people pass: with fewer than ``1 / far`` such pairs, none. Source: Schroff,
        Kalenichenko and Philbin, "FaceNet", 2015, section 4.
        """
        passes = self.scores > limit_at(self.other_scores[~self.other_same], far)
        return float(passes[self.same].mean()), float(passes[~self.same].mean())


Verified = tuple[HeldOut, ...]
"""How one way to compare tells the pairs apart: each fold in turn held out."""


@dataclass(frozen=True, slots=True)
class MisjudgedPair:
    """A pair judged wrong.

    Attributes:
        pair: which.
        score: the program's.
        threshold: the score from which it was called one person.
        similarity: the plain cosine.
    """

    pair: Pair
    score: float
    threshold: float
    similarity: float


def verify(
    folds: Sequence[Fold], subjects: Mapping[Path, Subject], scorings: Sequence[Scoring]
) -> tuple[Verified, Verified]:
    """Judge pairs by the program's score, and by plain cosine similarity.

    A threshold means something for one calibration only, so for each fold the
    others are compared by that fold's.

    Args:
        folds: at least two folds of pairs.
        subjects: of each picture.
        scorings: what compares faces where a fold is judged, one a fold.
    """
    tables = {
        scoring: [_compare(fold, subjects, scoring) for fold in folds] for scoring in set(scorings)
    }
    program, plain = (
        tuple(
            _held_out(number, [fold[which] for fold in tables[scoring]], folds)
            for number, scoring in enumerate(scorings)
        )
        for which in (0, 1)
    )
    return program, plain


def _held_out(number: int, scores: Sequence[Floats], folds: Sequence[Fold]) -> HeldOut:
    truths = [np.array([pair.same for pair in fold]) for fold in folds]
    others = [other for other in range(len(folds)) if other != number]
    return HeldOut(
        scores[number],
        truths[number],
        np.concatenate([scores[other] for other in others]),
        np.concatenate([truths[other] for other in others]),
    )


def check_folds(folds: Sequence[Fold]) -> None:
    """Refuse what no threshold can be chosen on.

    Raises:
        UsageError: there is one fold only.
    """
    if len(folds) < 2:
        raise UsageError("The pairs need at least 2 folds: the threshold comes from the others.")


def _compare(fold: Fold, subjects: Mapping[Path, Subject], enrol: Scoring) -> tuple[Floats, Floats]:
    scores, similarities = np.empty((2, len(fold)), np.float32)
    for start in range(0, len(fold), BATCH_SIZE):
        some = slice(start, start + BATCH_SIZE)
        first = np.stack([subjects[pair.first].embedding for pair in fold[some]])
        second = np.stack([subjects[pair.second].embedding for pair in fold[some]])
        enrolled = enrol(first, np.arange(len(first)))
        scores[some] = np.diagonal(enrolled.scores(second))
        similarities[some] = np.diagonal(enrolled.similarities(second))
    return scores, similarities


def curve(verified: Verified) -> Roc:
    """Return the curve of all folds' pairs together."""
    return roc(
        np.concatenate([fold.scores for fold in verified]),
        np.concatenate([fold.same for fold in verified]),
    )


def figures(verified: Verified) -> dict[str, object]:
    """Return what one way to compare gave, ready for JSON."""
    accuracies = [fold.accuracy for fold in verified]
    thresholds = [fold.threshold for fold in verified]
    true, false = zip(*(fold.accepted(FAR) for fold in verified), strict=True)
    everything = curve(verified)
    thinned = everything.thinned(MOST_POINTS)
    return {
        "accuracy": float(np.mean(accuracies)),
        "accuracy_std": float(np.std(accuracies)),
        "threshold": float(np.mean(thresholds)),
        "fold_accuracies": accuracies,
        "thresholds": thresholds,
        "auc": everything.auc,
        "eer": everything.eer,
        "validation_rate": {
            "far": FAR,
            **mean_and_deviation(true),
            "measured_far": float(np.mean(false)),
        },
        "roc": [
            {"far": float(far), "tar": float(tar), "threshold": float(threshold)}
            for far, tar, threshold in zip(
                thinned.far[1:], thinned.tar[1:], thinned.thresholds[1:], strict=True
            )
        ],
    }


def mistakes(
    folds: Sequence[Fold], program: Verified, plain: Verified
) -> tuple[list[MisjudgedPair], list[MisjudgedPair]]:
    """Return the pairs falsely accepted and falsely rejected, the worst first."""
    judged = [
        MisjudgedPair(pair, float(score), held_out.threshold, float(similarity))
        for fold, held_out, cosine in zip(folds, program, plain, strict=True)
        for pair, score, similarity in zip(fold, held_out.scores, cosine.scores, strict=True)
        if (score >= held_out.threshold) != pair.same
    ]
    judged.sort(key=lambda mistake: abs(mistake.score - mistake.threshold), reverse=True)
    return (
        [mistake for mistake in judged if not mistake.pair.same],
        [mistake for mistake in judged if mistake.pair.same],
    )
