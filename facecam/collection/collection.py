"""A folder with a sub-folder a person, embedded through the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.collection.subject import Subject
from facecam.errors import UsageError
from facecam.listing import PassedOver
from facecam.listing import list_pictures as listing_of
from facecam.types import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Pictures with faces, embedded.

    Attributes:
        embeddings: ``(n, d)`` float32, rows of length 1.
        people: ``(n,)`` int64, who each shows, a number into ``names``.
        names: of the people's folders.
        subjects: n, where each row comes from.
        faces_not_found: how many pictures had no face and were left out.
    """

    embeddings: Floats
    people: NDArray[np.int64]
    names: tuple[str, ...]
    subjects: tuple[Subject, ...]
    faces_not_found: int

    @property
    def qualities(self) -> Floats:
        """How much each row weighs among its person's when enrolled, ``(n,)`` float32."""
        return np.array([subject.quality for subject in self.subjects], np.float32)

    @property
    def faces_not_judged(self) -> int:
        """How many of the faces the program would not judge."""
        return sum(subject.fault is not None for subject in self.subjects)


def list_pictures(images: Path) -> list[Path]:
    """Return the pictures of all people, ``images/person/picture``, in the order of their paths.

    Raises:
        UsageError: the folder does not exist, cannot be read, or has no sub-folder
            with a picture.
    """
    try:
        listing = listing_of(images, depth=1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"The folder of pictures {images} does not exist.") from error
    except OSError as error:
        raise UsageError(f"The folder {images} cannot be read: {error.strerror}.") from error
    closed = [path for path, why in listing.passed_over if why is PassedOver.UNREADABLE]
    if closed:  # without its people a measurement is of something else
        raise UsageError(f"{closed[0]} cannot be read: see that you may read it.")
    pictures = sorted(path for path in listing.pictures if path.parent != images)
    if not pictures:
        raise UsageError(f"{images} needs a sub-folder with pictures for each person.")
    return pictures


def people_of(pictures: Sequence[Path]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the people's names in order, and for each picture whose it is, ``(n,)``."""
    names, people = np.unique([path.parent.name for path in pictures], return_inverse=True)
    return tuple(names.tolist()), people.astype(np.int64)


def rows_of(wanted: set[str], names: Sequence[str], people: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows, ``(n,)``, are of people with the names wanted; see ``people_of``."""
    is_wanted = np.array([name in wanted for name in names])
    of_them: NDArray[np.bool_] = is_wanted[people]
    return of_them


def collect(pictures: Sequence[Path], subjects: Mapping[Path, Subject]) -> Collection:
    """Put together what was found in pictures; those without a face are left out.

    Args:
        pictures: of people, ``person/picture``.
        subjects: each one's, as ``embed_subjects`` gives them.

    Raises:
        UsageError: there is no face in any of them.
    """
    names, people = people_of(pictures)
    has_face = np.array([subjects[path].is_found for path in pictures])
    if not has_face.any():
        folder = pictures[0].parent.parent
        raise UsageError(f"No face was found in any of the {len(pictures)} pictures in {folder}.")
    found = tuple(subjects[path] for path in pictures if subjects[path].is_found)
    return Collection(
        np.stack([subject.embedding for subject in found]),
        people[has_face],
        names,
        found,
        int(np.count_nonzero(~has_face)),
    )
