"""The decision for each face: a person of the gallery, perhaps that person, or nobody known."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.scoring.template_index import Nearest
from facecam.types import (
    NOT_JUDGED,
    Decision,
    Evidence,
    Floats,
    GallerySnapshot,
    Match,
    NameRefusal,
    Reason,
)
from facecam.validity import valid_embeddings

UNREADABLE = Match(Decision.NOT_JUDGED, reason=Reason.UNREADABLE)
"""The match of what is no embedding, or compares with nothing."""
UNSURE_FACTOR = 10.0
"""The decision is UNSURE from the score that so many times more strangers pass."""
LEAST_MARGIN = 0.05
"""By how much the best person's score must exceed the second's for a name to be given.
On LFW it costs 3 right names in 10,000; it is for twins, and for one person enrolled
under two names."""
HYSTERESIS = 0.04
"""How far a named face's score may fall below the threshold before it loses the name: what
2.5 times more strangers pass."""


class GalleryIndex(Protocol):
    """A gallery prepared for comparing; never changed."""

    def nearest(self, embeddings: Floats, count: int) -> Nearest:
        """Return the ``count`` people most like each of ``(n, d)`` float32 rows of length 1."""

    def threshold(self, rate: float) -> float:
        """Return the score that ``rate`` of the strangers pass, ``rate`` above 0 and below 1."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedGallery:
    """A gallery prepared for the matcher.

    Attributes:
        snapshot: the gallery.
        index: its people, None where there are none.
        samples: how many samples each person has, by id.
    """

    snapshot: GallerySnapshot
    index: GalleryIndex | None
    samples: dict[int, int]


class Matcher:
    """Compares embeddings with a gallery. Owned by one thread, but for ``prepare``.

    Example::

        matcher = Matcher(open_scoring(model_id), stranger_rate=1 / 1000)
        matcher.use_gallery(snapshot)
        for match in matcher.match(embeddings):
            print(match.decision, match.name)

    Args:
        build_index: called from any thread with ``(n, d)`` embeddings, ``(n,)`` ids of
            people and ``(n,)`` qualities or None, n at least 1.
        stranger_rate: how many strangers may be given a name, above 0, below 1.
    """

    def __init__(
        self,
        build_index: Callable[[Floats, NDArray[np.int64], Floats | None], GalleryIndex],
        stranger_rate: float,
    ) -> None:
        self._build_index = build_index
        self._prepared: PreparedGallery | None = None
        self._newest: GallerySnapshot | None = None
        self.stranger_rate = stranger_rate

    def prepare(self, snapshot: GallerySnapshot) -> PreparedGallery:
        """Prepare a gallery for ``use``; may be called from any thread.

        It takes 0.1 s for a hundred people, and minutes for a million.
        """
        people, embeddings = snapshot.person_ids, snapshot.embeddings
        index = self._build_index(embeddings, people, snapshot.qualities) if len(people) else None
        ids, counts = np.unique(people, return_counts=True)
        samples = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        return PreparedGallery(snapshot, index, samples)

    def expect(self, snapshot: GallerySnapshot) -> None:
        """Take note of a gallery that is being prepared, which may take a while.

        People who are not in it, or not under that name, are named no more; a face most
        like them is not judged until it is prepared.
        """
        self._newest = snapshot

    def use(self, prepared: PreparedGallery) -> None:
        """Compare with this gallery from now on."""
        self._prepared = prepared

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Prepare a gallery and compare with it from now on."""
        self.expect(snapshot)
        self.use(self.prepare(snapshot))

    def match(self, embeddings: Floats, held: Sequence[int | None] = ()) -> list[Match]:
        """Return the match of each embedding.

        Args:
            embeddings: ``(n, d)`` float32, rows of length 1, made by the network
                whose gallery is in use; a row that is no embedding is not judged.
            held: for each the person it was named last, or None: a name is taken
                away less easily than it is given.

        Returns:
            n matches: KNOWN, UNSURE, UNKNOWN or UNREADABLE; before the first gallery
            NOT_JUDGED.
        """
        prepared = self._prepared
        if prepared is None:
            return [NOT_JUDGED] * len(embeddings)
        matches = [UNREADABLE] * len(embeddings)
        rows = np.flatnonzero(valid_embeddings(embeddings)).tolist()
        last = [held[row] if row < len(held) else None for row in rows]
        for row, match in zip(rows, self._match(prepared, embeddings[rows], last), strict=True):
            matches[row] = match
        return matches

    def _match(
        self, prepared: PreparedGallery, embeddings: Floats, held: Sequence[int | None]
    ) -> list[Match]:
        """Match rows of length 1, each with the person it was named last."""
        if prepared.index is None or not len(embeddings):
            return [Match(Decision.UNKNOWN)] * len(embeddings)
        nearest = prepared.index.nearest(embeddings, 2)
        threshold = prepared.index.threshold(self.stranger_rate)
        unsure = prepared.index.threshold(min(UNSURE_FACTOR * self.stranger_rate, 0.5))
        matches = []
        for people, scores, similarities, last in zip(
            nearest.person_ids.tolist(),
            nearest.scores.tolist(),
            nearest.similarities.tolist(),
            held,
            strict=True,
        ):
            if not self._still_holds(prepared.snapshot, people):
                matches.append(NOT_JUDGED)
                continue
            evidence = _evidence(prepared, people, scores, threshold)
            if evidence is None or not math.isfinite(similarities[0]):
                matches.append(UNREADABLE)
                continue
            similarity = min(max(similarities[0], -1.0), 1.0)
            holds = last == people[0]
            matches.append(_judge(people[0], evidence, similarity, unsure, holds=holds))
        return matches

    def _still_holds(self, used: GallerySnapshot, people: Sequence[int]) -> bool:
        """Return whether people are called the same in the newest gallery."""
        names = used.names if self._newest is None else self._newest.names
        return all(names.get(person) == used.names[person] for person in people)


def _evidence(
    prepared: PreparedGallery, people: Sequence[int], scores: Sequence[float], threshold: float
) -> Evidence | None:
    """Return what comparing a face gave; None where a number of it compares with nothing.

    Args:
        prepared: the gallery.
        people: the one or two most like the face, the nearest first.
        scores: theirs; -inf for a second whom the search has not found.
        threshold: the score from which a face is given a name.
    """
    if scores[-1] == -np.inf:
        people, scores = people[:1], scores[:1]
    if not scores or not all(map(math.isfinite, (*scores, threshold))):
        return None
    name, *second = (prepared.snapshot.names[person] for person in people)
    return Evidence(
        name,
        scores[0],
        threshold,
        prepared.samples[people[0]],
        second[0] if second else None,
        scores[1] if second else None,
    )


def _judge(
    person_id: int, evidence: Evidence, similarity: float, unsure: float, *, holds: bool
) -> Match:
    """Decide between KNOWN, UNSURE and UNKNOWN for the person most like a face.

    A name is given where two comparisons hold, and nowhere else.
    """
    score, second = evidence.score, evidence.second_score
    is_like = score >= evidence.threshold - (HYSTERESIS if holds else 0.0)
    is_clear = second is None or score - second >= LEAST_MARGIN or (holds and score > second)
    if is_like and is_clear:
        return Match(Decision.KNOWN, person_id, evidence.name, similarity, evidence)
    perhaps = is_like or score >= unsure
    return Match(
        Decision.UNSURE if perhaps else Decision.UNKNOWN,
        similarity=similarity,
        evidence=replace(evidence, stopped_by=NameRefusal.MARGIN if is_like else NameRefusal.SCORE),
    )


def one_name_each(matches: Sequence[Match]) -> list[Match]:
    """Let each name stand once in a frame: the face with the best score keeps it.

    Of equal scores it is the first, the face that has been tracked for longer.
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
    evidence = match.evidence and replace(match.evidence, stopped_by=NameRefusal.TAKEN)
    return Match(Decision.UNKNOWN, similarity=match.similarity, evidence=evidence)


def _score(match: Match) -> float:
    return -np.inf if match.evidence is None else match.evidence.score
