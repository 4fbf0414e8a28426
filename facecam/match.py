"""Who each face is: somebody enrolled, perhaps somebody enrolled, or nobody known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.types import Decision, Evidence, Floats, GallerySnapshot, Gate, Match

UNSURE_FACTOR = 10.0
"""A face is "perhaps Bob" from the score that so many times more strangers pass."""
LEAST_MARGIN = 0.05
"""Whoever is as much like a second person, to within this score, is not given the name.
On LFW it costs 3 right names in 10,000; it is for twins, and for one person enrolled
under two names."""
HYSTERESIS = 0.04
"""How far a named face's score may fall below the limit before it loses the name: what
2.5 times more strangers pass."""


class Enrolled(Protocol):
    """A gallery ready for comparing."""

    person_ids: NDArray[np.int64]
    """``(people,)``, ascending."""

    def scores(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32 for ``(n, d)`` rows of length 1."""

    def similarities(self, embeddings: Floats) -> Floats:
        """Return ``(n, people)`` float32, the plain cosines."""

    def limit(self, rate: float) -> float:
        """Return the score that ``rate`` of the strangers pass."""


class Matcher:
    """Compares embeddings with a gallery. Owned by one thread.

    Args:
        enrol: makes ``(n, d)`` samples of ``(n,)`` people ready for comparing.
        stranger_rate: how many strangers may be given a name, above 0, below 1.
    """

    def __init__(
        self, enrol: Callable[[Floats, NDArray[np.int64]], Enrolled], stranger_rate: float
    ) -> None:
        self._enrol = enrol
        self._snapshot: GallerySnapshot | None = None
        self._enrolled: Enrolled | None = None
        self._samples: dict[int, int] = {}
        self.stranger_rate = stranger_rate

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on."""
        ids, counts = np.unique(snapshot.person_ids, return_counts=True)
        self._snapshot = snapshot
        self._samples = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        self._enrolled = self._enrol(snapshot.embeddings, snapshot.person_ids) if len(ids) else None

    def match(self, embeddings: Floats, held: Sequence[int | None] = ()) -> list[Match]:
        """Return the match of each embedding.

        Args:
            embeddings: ``(n, d)`` float32, rows of length 1, made by the network
                whose gallery is in use.
            held: for each the person it was named last, or None: a name is taken
                away less easily than it is given.

        Returns:
            n matches: KNOWN, UNSURE or UNKNOWN.
        """
        enrolled, snapshot = self._enrolled, self._snapshot
        if enrolled is None or snapshot is None or not len(embeddings):
            return [Match(Decision.UNKNOWN)] * len(embeddings)
        scores, similarities = enrolled.scores(embeddings), enrolled.similarities(embeddings)
        limit = enrolled.limit(self.stranger_rate)
        unsure = enrolled.limit(min(UNSURE_FACTOR * self.stranger_rate, 0.5))
        order = np.argsort(-scores, axis=1)[:, :2]
        matches = []
        for row, best in enumerate(order):
            people = [int(enrolled.person_ids[place]) for place in best]
            name, *second = (snapshot.names[person] for person in people)
            score, *second_score = (float(scores[row, place]) for place in best)
            evidence = Evidence(
                name,
                score,
                limit,
                self._samples[people[0]],
                second[0] if second else None,
                second_score[0] if second else None,
            )
            holds = row < len(held) and held[row] == people[0]
            similarity = float(np.clip(similarities[row, best[0]], -1, 1))
            matches.append(_judge(people[0], evidence, similarity, unsure, holds=holds))
        return matches


def _judge(
    person_id: int, evidence: Evidence, similarity: float, unsure: float, *, holds: bool
) -> Match:
    """Decide between the person most like a face, perhaps that person, and a stranger."""
    score, second = evidence.score, evidence.second_score
    if score < evidence.limit - (HYSTERESIS if holds else 0.0):
        decision = Decision.UNSURE if score >= unsure else Decision.UNKNOWN
        evidence = replace(evidence, stopped_by=Gate.SCORE)
    elif second is not None and score - second < LEAST_MARGIN and not (holds and score > second):
        decision, evidence = Decision.UNSURE, replace(evidence, stopped_by=Gate.MARGIN)
    else:
        return Match(Decision.KNOWN, person_id, evidence.name, similarity, evidence)
    return Match(decision, similarity=similarity, evidence=evidence)


def one_name_each(matches: Sequence[Match]) -> list[Match]:
    """Let a person be in a frame once: the face most like them keeps the name.

    Of faces as much alike it is the first, the one that has been there longer.
    """
    holder: dict[int | None, int] = {}
    for index, match in enumerate(matches):
        rival = holder.setdefault(match.person_id, index)
        if _score(match) > _score(matches[rival]):
            holder[match.person_id] = index
    return [
        match
        if match.person_id is None or holder[match.person_id] == index
        else _without_name(match)
        for index, match in enumerate(matches)
    ]


def _without_name(match: Match) -> Match:
    evidence = match.evidence and replace(match.evidence, stopped_by=Gate.TAKEN)
    return Match(Decision.UNKNOWN, similarity=match.similarity, evidence=evidence)


def _score(match: Match) -> float:
    return -np.inf if match.evidence is None else match.evidence.score
