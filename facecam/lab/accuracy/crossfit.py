"""Calibrations fitted on other people than those they are judged by.

Judged by a calibration that was fitted on them, strangers seem to be kept out
better than they will be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from facecam.collection.collection import Collection, rows_of
from facecam.errors import UsageError
from facecam.lab.accuracy.pairs import Fold, people_in
from facecam.scoring.calibrated_index import CalibratedScoring, CosineScoring
from facecam.scoring.fit import fit

Scoring = CalibratedScoring | CosineScoring
"""What compares embeddings: by a calibration, or by plain cosine where there is none."""


def halves(people: NDArray[np.int64], seed: int) -> list[NDArray[np.bool_]]:
    """Split people at random: the rows, ``(n,)``, of either half.

    Args:
        people: ``(n,)`` who each row shows.
        seed: of the random numbers.
    """
    order = np.random.default_rng(seed).permutation(int(people.max()) + 1)
    return [(order % 2 == side)[people] for side in (0, 1)]


def by_folds(
    names: Sequence[str], people: NDArray[np.int64], folds: Sequence[Fold]
) -> list[NDArray[np.bool_]]:
    """Split people by the folds they occur in: the rows, ``(n,)``, of the odd and the even folds.

    People in no fold are in neither.

    Args:
        names: of the people.
        people: ``(n,)`` who each row shows, numbers into ``names``.
        folds: of pairs.

    Raises:
        UsageError: there is one fold only.
    """
    if len(folds) < 2:
        raise UsageError("--folds needs pairs in at least 2 folds: one to fit on, one to report.")
    return [rows_of(people_in(folds[side::2]), names, people) for side in (0, 1)]


def fitted_without(
    collection: Collection, held_out: NDArray[np.bool_], model_id: str
) -> CalibratedScoring:
    """Return what compares by a calibration fitted on everyone else.

    Args:
        collection: the people.
        held_out: ``(n,)`` the rows to be judged, all those of a person or none.
        model_id: the network that made the embeddings.

    Raises:
        UsageError: fewer than 100 other people are left.
    """
    others = ~held_out
    return CalibratedScoring(
        fit(model_id, collection.embeddings[others], collection.people[others])
    )
