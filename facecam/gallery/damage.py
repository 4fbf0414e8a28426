"""What was found damaged in a gallery, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Damage:
    """What was damaged in a gallery when it was last read.

    Attributes:
        people: whose names are not as they were written.
        embeddings: the samples that cannot be compared: their embedding is damaged,
            or the name of their person.
        crops: the samples whose crop is damaged, as far as crops were read.
        samples: how many samples there are, damaged or not.
    """

    people: frozenset[int] = frozenset()
    embeddings: frozenset[int] = frozenset()
    crops: frozenset[int] = frozenset()
    samples: int = 0

    def sentence(self, path: Path) -> str:
        """Return what to tell the user of the gallery at ``path``; "" if nothing is damaged."""
        hit = len(self.embeddings | self.crops)
        names = len(self.people)
        parts = [f"{names} name{'s' * (names > 1)}"] if names else []
        parts += [f"{hit} of {self.samples} samples"] if hit else []
        if not parts:
            return ""
        verb = "is" if names + hit == 1 else "are"
        return (
            f"{' and '.join(parts)} in the gallery {path} {verb} damaged, the rest works: "
            "'facecam gallery check' lists the damage, 'facecam gallery repair' mends it."
        )


class Part(Enum):
    """What of a person or a sample is damaged."""

    NAME = "name"
    EMBEDDING = "embedding"
    CROP = "crop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One person or one sample that is damaged.

    Attributes:
        person: the person's name, or what stands in its place.
        sample: the sample's number, None where the person's name is damaged.
        parts: what is damaged.
    """

    person: str
    sample: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a gallery holds, read and compared with its checksums.

    Attributes:
        people: how many there are, damaged or not.
        samples: how many there are, damaged or not.
        findings: what is damaged.
    """

    people: int
    samples: int
    findings: tuple[Finding, ...]


def name_lost(person_id: object) -> str:
    """Return what stands in place of a name that is damaged or missing.

    Args:
        person_id: the person's number; whatever else it is tells nothing.
    """
    return f"Person {person_id if type(person_id) is int else '?'} (name damaged)"
