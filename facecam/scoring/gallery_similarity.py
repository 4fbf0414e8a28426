"""How alike a gallery's own people are, and what that says of strangers like them.

A calibration describes strangers in general. Relatives, or people of a kind
that the network tells apart badly, are more alike, and so are the strangers
who pass where such people are enrolled. The gallery itself shows it: each of
its people is a stranger to all the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.scoring.tail import Tail
from facecam.scoring.template_index import TemplateIndex
from facecam.types import Floats

WATCHED_RATE = 0.1
"""The people of a gallery are compared at the threshold that this share of strangers passes:
few galleries are large enough to show anything rarer."""
PRIOR_PEOPLE = 3.0
"""The calibration weighs as much as so many people of the gallery, as a prior."""
MOST_SAMPLES = 2000
"""Of a larger gallery so many samples are compared, drawn at random."""


def gallery_similarity(
    index: TemplateIndex, embeddings: Floats, person_ids: NDArray[np.int64], tail: Tail
) -> float:
    """Return how many times more often than the calibration expects strangers pass, at least 1.

    Args:
        index: the gallery's templates.
        embeddings: ``(n, d)`` float32, their samples.
        person_ids: ``(n,)`` whose sample each is.
        tail: the calibration's.
    """
    people = len(index.person_ids)
    if people == 1:
        return 1.0
    chosen = np.random.default_rng(0).permutation(len(embeddings))[:MOST_SAMPLES]
    near = index.nearest(embeddings[chosen], 2)
    is_own = near.person_ids[:, 0] == person_ids[chosen]
    others = np.where(is_own, near.scores[:, 1], near.scores[:, 0])
    threshold = tail.threshold(WATCHED_RATE, people - 1)
    passed = float((~(others <= threshold)).mean()) * people
    return max((PRIOR_PEOPLE + passed) / (PRIOR_PEOPLE + WATCHED_RATE * people), 1.0)
