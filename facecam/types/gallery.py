"""The people enrolled."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from facecam.types.arrays import Floats, Image
from facecam.validity import check_samples


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person of the gallery.

    Attributes:
        id: the gallery's own number, never given to another person.
        name: as the user wrote it, any script, unique without regard to case.
        samples: how many samples are stored of this person.
        thumbnail: the newest sample's crop, ``(160, 160, 3)`` uint8, RGB, or
            None where there is none, it is damaged, or it was not asked for.
    """

    id: int
    name: str
    samples: int
    thumbnail: Image | None


@dataclass(frozen=True, slots=True, eq=False)
class GallerySnapshot:
    """The gallery at one moment, as the matcher needs it; never changed once made.

    Attributes:
        model_id: the network whose embeddings these are.
        embeddings: ``(n, 512)`` float32, rows of length 1, read-only.
        person_ids: ``(n,)`` int64, whose embedding each row is, read-only.
        names: name by person id, for every id in ``person_ids``.
        qualities: ``(n,)`` float32, the weight of each row among its person's, above
            0, up to 1, read-only; None where all weigh the same.
        trouble: what the user must know about the gallery, a sentence or two: it cannot be
            opened or changed, is damaged in part, or was taken away; empty when all is well.
    """

    model_id: str
    embeddings: Floats
    person_ids: NDArray[np.int64]
    names: dict[int, str] = field(default_factory=dict)
    qualities: Floats | None = None
    trouble: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be compared.

        Raises:
            ValueError: shapes differ, a row or a quality is not valid, or an id has no name.
        """
        check_samples(self.embeddings, self.person_ids, self.qualities, self.names)
