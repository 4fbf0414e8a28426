"""How well scores part two kinds: what one threshold, or every threshold, accepts of both.

The false accept rate (FAR) is the share of different people's scores that a
threshold accepts, the true accept rate (TAR) the share of one person's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """The receiver operating characteristic: every threshold from the strictest on.

    Attributes:
        thresholds: ``(n,)`` float64, descending; a score equal to it is accepted.
        far: ``(n,)`` float64, ascending from 0 to 1.
        tar: ``(n,)`` float64, ascending from 0 to 1.
    """

    thresholds: NDArray[np.float64]
    far: NDArray[np.float64]
    tar: NDArray[np.float64]

    @property
    def auc(self) -> float:
        """The area under the curve: how often one person's score is above two people's."""
        return float(np.trapezoid(self.tar, self.far))

    @property
    def eer(self) -> float:
        """The equal error rate: where as many are accepted falsely as rejected falsely."""
        surplus = self.far - (1 - self.tar)
        after = int(np.argmax(surplus >= 0))
        step = surplus[after] - surplus[after - 1]
        share = -surplus[after - 1] / step
        return float(self.far[after - 1] + share * (self.far[after] - self.far[after - 1]))

    def thinned(self, most: int) -> Roc:
        """Return the corners of the curve, or ``most`` of them, evenly taken."""
        bend = np.diff(self.far[1:]) * np.diff(self.tar[:-1]) != np.diff(self.far[:-1]) * np.diff(
            self.tar[1:]
        )
        corners = np.flatnonzero(np.concatenate([[True], bend, [True]]))
        if len(corners) > most:
            corners = corners[np.linspace(0, len(corners) - 1, most).round().astype(int)]
        return Roc(self.thresholds[corners], self.far[corners], self.tar[corners])


def roc(scores: Scores, same: Truths) -> Roc:
    """Draw the curve.

    Args:
        scores: ``(n,)`` of pairs.
        same: ``(n,)`` whether a pair is of one person; there are both kinds.
    """
    thresholds, place = np.unique(-scores.astype(np.float64), return_inverse=True)
    accepted = [
        np.cumsum(np.bincount(place[kind], minlength=len(thresholds))) for kind in (~same, same)
    ]
    far, tar = (np.concatenate([[0.0], count / count[-1]]) for count in accepted)
    return Roc(np.concatenate([[np.inf], -thresholds]), far, tar)


def best_threshold(scores: Scores, same: Truths) -> float:
    """Return the threshold with the fewest mistakes; of several, the middle one.

    Args:
        scores: ``(n,)`` of each pair.
        same: ``(n,)`` whether the pair is of one person.
    """
    order = np.argsort(scores)
    steps, same = np.unique(scores), same[order]
    # The candidates lie between neighbouring scores, and beyond both ends.
    edges = np.concatenate([[steps[0] - 1e-6], (steps[1:] + steps[:-1]) / 2, [steps[-1] + 1e-6]])
    below = np.searchsorted(scores[order], edges)
    same_below = np.concatenate([[0], np.cumsum(same)])[below]
    different_above = np.count_nonzero(~same) - (below - same_below)
    mistakes = same_below + different_above
    best = np.flatnonzero(mistakes == mistakes.min())
    return float(edges[best[len(best) // 2]])


def limit_at(strangers: Scores, rate: float) -> float:
    """Return the lowest threshold above which at most ``rate`` of the scores ``(n,)`` lie."""
    allowed = min(int(rate * len(strangers) + 1e-9), len(strangers) - 1)
    return float(np.sort(strangers)[::-1][allowed])
