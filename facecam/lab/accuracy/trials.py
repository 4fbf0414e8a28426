"""Who is enrolled, whose probes are known and who is a stranger: at random, or by folders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.collection.collection import Collection, rows_of
from facecam.errors import UsageError

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One gallery and the probes shown to it: row numbers into a collection.

    Attributes:
        enrolled: ``(n,)`` the samples.
        enrolled_people: ``(n,)`` int64, whose each is, 0 to people - 1.
        known: ``(k,)`` probes of people who are to be found.
        known_people: ``(k,)`` the right answer for each; -1 where enrolling that
            person failed, because no sample had a face.
        strangers: ``(m,)`` probes of nobody enrolled.
    """

    enrolled: Rows
    enrolled_people: NDArray[np.int64]
    known: Rows
    known_people: NDArray[np.int64]
    strangers: Rows


@dataclass(frozen=True, slots=True)
class Drawing:
    """How trials are drawn at random.

    Attributes:
        gallery_size: how many people to enrol.
        samples: with how many pictures each; their other pictures are known probes.
        trials: how often to draw anew.
        seed: of the random numbers.
    """

    gallery_size: int
    samples: int
    trials: int
    seed: int


def draw_trials(
    people: NDArray[np.int64], drawing: Drawing, among: NDArray[np.bool_] | None = None
) -> list[Trial]:
    """Draw trials at random, the same for the same seed.

    Args:
        people: ``(n,)`` who each picture shows.
        drawing: how.
        among: ``(n,)`` which pictures to draw from; all if None.

    Raises:
        UsageError: too few people have one picture more than are enrolled, or
            nobody is left to be a stranger.
    """
    size, samples = drawing.gallery_size, drawing.samples
    rows = np.arange(len(people)) if among is None else np.flatnonzero(among)
    names, counts = np.unique(people[rows], return_counts=True)
    candidates = names[counts > samples]
    if len(candidates) < size:
        raise UsageError(
            f"A gallery of {size} with {samples} pictures each needs so many people with "
            f"{samples + 1} pictures or more; there are {len(candidates)}."
        )
    if len(names) == size:
        raise UsageError(f"With all {size} people enrolled nobody is left as a stranger.")
    rng = np.random.default_rng(drawing.seed)
    return [
        _draw(people, rows, np.sort(rng.choice(candidates, size, replace=False)), samples, rng)
        for _ in range(drawing.trials)
    ]


def _draw(
    people: NDArray[np.int64],
    rows: Rows,
    chosen: NDArray[np.int64],
    samples: int,
    rng: np.random.Generator,
) -> Trial:
    shuffled = [rng.permutation(rows[people[rows] == person]) for person in chosen]
    known = np.concatenate([pictures[samples:] for pictures in shuffled])
    return Trial(
        np.concatenate([pictures[:samples] for pictures in shuffled]),
        np.repeat(np.arange(len(chosen)), samples),
        known,
        np.searchsorted(chosen, people[known]),
        rows[~np.isin(people[rows], chosen)],
    )


def fixed_trial(gallery: Collection, probes: Collection) -> tuple[Collection, Trial]:
    """Enrol everyone in one folder, and show the pictures of another.

    Returns:
        Both collections as one, and the trial in it.

    Raises:
        UsageError: all the probes are strangers', or none.
    """
    names = tuple(sorted({*gallery.names, *probes.names}))
    people = np.concatenate(
        [
            np.searchsorted(np.array(names), np.array(part.names))[part.people]
            for part in (gallery, probes)
        ]
    )
    both = Collection(
        np.concatenate([gallery.embeddings, probes.embeddings]),
        people,
        names,
        gallery.subjects + probes.subjects,
        gallery.faces_not_found + probes.faces_not_found,
    )
    enrolled, shown = np.split(np.arange(len(people)), [len(gallery.people)])
    is_known = rows_of(set(gallery.names), names, people)[shown]
    if not is_known.any():
        raise UsageError("No folder of probes has the name of a person in the gallery's folder.")
    if is_known.all():
        raise UsageError(
            "Every folder of probes has the name of a person in the gallery's folder: "
            "strangers are needed, too."
        )
    ids, enrolled_people = np.unique(people[enrolled], return_inverse=True)
    column = np.full(len(names), -1)
    column[ids] = np.arange(len(ids))
    known = shown[is_known]
    return both, Trial(enrolled, enrolled_people, known, column[people[known]], shown[~is_known])
