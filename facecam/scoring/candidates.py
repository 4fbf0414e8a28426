"""Finds the people of a gallery who are most like a face, to be compared exactly by the caller.

A face is compared with a person by the inner product of their vectors less an
offset of the person's. Candidates are found by the few directions in which the
people's vectors nearly lie (``main_directions``), and are for the caller to
compare by the whole vector. Up to ``EXACT_PEOPLE`` the face is compared with
everyone; beyond, people are sorted into lists of neighbours (an inverted file), and
only the lists nearest to the face are read: Sivic and Zisserman, "Video Google: A Text Retrieval
Approach to Object Matching in Videos", 2003. The lists are faiss's (Douze et
al., "The Faiss library", 2024).
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.types import Floats

EXACT_PEOPLE = 20_000
"""Up to so many, five faces are compared with everyone in about 3 ms."""
LEFT_OUT = 1e-4
"""The share of the vectors' squared length that may lie outside the main directions.
FaceNet 20180408-102900 puts all but this share into 96 of its 512."""
FOUND = 32
"""How many people are found for a face, to be compared by the whole vector."""
LISTS_PER_ROOT = 2
"""How many lists there are, by the square root of the people."""
TRAINED_ON = 40
"""How many people a list is made from."""
READ = 0.25
"""The share of the lists that is read for a face."""
EVEN = 16
"""Columns are filled up with zeros to a multiple of this: faiss reads any other
number of them one by one, and takes five times as long."""

Rows = NDArray[np.int64]


class CandidateSearch(Protocol):
    """Finds candidates, in no particular order.

    Attributes:
        name: ``exact`` or ``indexed``, as figures are labelled.
    """

    name: str

    def candidates(self, faces: Floats) -> Rows:
        """Return the people who may be nearest.

        Args:
            faces: ``(n, d)`` float32, rows of length 1.

        Returns:
            ``(n, FOUND)`` rows of the people, in any order; fewer columns where
            there are fewer people, -1 where none was found.
        """


def search_among(people: Floats, offsets: Floats) -> CandidateSearch:
    """Return the search for a gallery of this size.

    Args:
        people: ``(p, d)`` float32, rows of length 1, p at least 1.
        offsets: ``(p,)`` float32, what is taken off each one's similarities.
    """
    kind = ExhaustiveSearch if len(people) <= EXACT_PEOPLE else InvertedFileSearch
    return kind(people, offsets)


class ExhaustiveSearch:
    """Compares a face with everyone, in the main directions."""

    name = "exact"

    def __init__(self, people: Floats, offsets: Floats) -> None:
        self._axes = main_directions(people)
        self._people, self._offsets = people @ self._axes, offsets

    def candidates(self, faces: Floats) -> Rows:
        """See ``CandidateSearch``."""
        likeness = (faces @ self._axes) @ self._people.T - self._offsets
        if likeness.shape[1] <= FOUND:
            return np.tile(np.arange(likeness.shape[1]), (len(faces), 1))
        found: Rows = np.argpartition(likeness, -FOUND, axis=1)[:, -FOUND:]
        return found


class InvertedFileSearch:
    """Compares a face with the people in the lists nearest to it; made once, never changed.

    The offset is one more direction, in which every face has a 1.
    """

    name = "indexed"

    def __init__(self, people: Floats, offsets: Floats) -> None:
        import faiss

        faiss.omp_set_num_threads(1)  # its threads wait by spinning, on cores that others need
        self._axes = main_directions(people)
        points = _even(np.column_stack([people @ self._axes, -offsets]))
        lists = int(LISTS_PER_ROOT * np.sqrt(len(people)))
        self._centres = faiss.IndexFlatIP(points.shape[1])  # kept here: faiss only points to it
        self._index: Any = faiss.IndexIVFScalarQuantizer(
            self._centres,
            points.shape[1],
            lists,
            faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT,
            False,  # a byte holds the value itself, not its distance from the list's centre
        )
        chosen = np.random.default_rng(0).permutation(len(points))[: lists * TRAINED_ON]
        self._index.train(points[chosen])
        self._index.add(points)
        self._index.nprobe = int(READ * lists)

    def candidates(self, faces: Floats) -> Rows:
        """See ``CandidateSearch``."""
        queries = _even(np.column_stack([faces @ self._axes, np.ones(len(faces), np.float32)]))
        found: Rows = self._index.search(queries, FOUND)[1]
        return found


def _even(rows: Floats) -> Floats:
    columns = -rows.shape[1] % EVEN
    filled: Floats = np.pad(rows, ((0, 0), (0, columns)))
    return filled


def main_directions(vectors: Floats) -> Floats:
    """Return the fewest directions outside which at most ``LEFT_OUT`` of the vectors lies.

    Args:
        vectors: ``(n, d)`` float32.

    Returns:
        ``(d, r)`` float32, orthonormal columns.
    """
    shares, directions = np.linalg.eigh(vectors.T @ vectors)
    outside = np.cumsum(shares) <= LEFT_OUT * shares.sum()
    main: Floats = np.ascontiguousarray(directions[:, ~outside])
    return main
