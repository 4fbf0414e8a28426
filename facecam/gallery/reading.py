"""Reading what a gallery holds: sound rows become values, damaged ones are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from facecam.gallery.blobs import unpack_crop, unpack_embeddings
from facecam.gallery.damage import Damage, name_lost
from facecam.gallery.faults import DamagedError
from facecam.gallery.schema import CROP, EMBEDDING, PERSON, PersonRow, SampleRow
from facecam.gallery.soundness import is_sound_crop, sound_embeddings, sound_names
from facecam.types import GallerySnapshot, Image, Person

_READ_TOGETHER = 16  # crops are large


def read_snapshot(session: Session, model_id: str) -> tuple[GallerySnapshot, Damage]:
    """Return what can be compared with embeddings of ``model_id``, and what is damaged.

    Samples of every network are read: damage may have changed which it was.
    """
    people = session.execute(select(*PERSON)).all()
    names = sound_names(people)
    samples = session.execute(select(SampleRow.id, *EMBEDDING).order_by(SampleRow.id)).all()
    named = np.array([sample.person_id in names for sample in samples], bool)
    usable = sound_embeddings([sample[1:] for sample in samples]) & named
    damage = Damage(
        people=frozenset(person.id for person in people if person.id not in names),
        embeddings=frozenset(sample.id for sample in compress(samples, ~usable)),
        samples=len(samples),
    )
    compared = [sample for sample in compress(samples, usable) if sample.model_id == model_id]
    return _snapshot(model_id, compared, names), damage


def read_people(
    session: Session, *conditions: ColumnElement[bool], thumbnails: bool = False
) -> tuple[list[Person], Damage]:
    """Return the people for whom all ``conditions`` hold, by name without regard to case.

    Returns:
        The people, with their newest crops where thumbnails are wanted, and what was
        damaged of all that was read.
    """
    count = select(func.count()).where(SampleRow.person_id == PersonRow.id).scalar_subquery()
    query = select(*PERSON, count).where(*conditions).order_by(PersonRow.name_key)
    rows = session.execute(query).all()
    names = sound_names([row[:-1] for row in rows])
    newest = select(func.max(SampleRow.id)).group_by(SampleRow.person_id)
    crops, damaged = _crops(session, SampleRow.id.in_(newest)) if thumbnails else ([], frozenset())
    pictures = {person_id: crop for _, person_id, crop in crops}
    people = [
        Person(row.id, names.get(row.id, name_lost(row.id)), row[-1], pictures.get(row.id))
        for row in rows
    ]
    nameless = frozenset(row.id for row in rows if row.id not in names)
    return people, Damage(nameless, crops=damaged, samples=_samples(session))


def read_outdated(
    session: Session, model_id: str, after: int = 0, most: int | None = None
) -> tuple[list[tuple[int, Image]], Damage]:
    """Return the samples with a crop that have no embedding of ``model_id``.

    Args:
        session: a transaction.
        model_id: the network.
        after: only samples of higher numbers.
        most: how many at most, None for all.

    Returns:
        Their numbers and crops, oldest first, and what was damaged of all that was read.
    """
    outdated_ones = (SampleRow.model_id != model_id) & (SampleRow.id > after)
    crops, damaged = _crops(session, outdated_ones, most)
    outdated = [(number, crop) for number, _, crop in crops]
    return outdated, Damage(crops=damaged, samples=_samples(session))


def _samples(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SampleRow)) or 0


def _crops(
    session: Session, condition: ColumnElement[bool], most: int | None = None
) -> tuple[list[tuple[int, int, Image]], frozenset[int]]:
    """Return number, person and crop of the samples that have one, and the damaged ones."""
    sound: list[tuple[int, int, Image]] = []
    damaged: set[int] = set()
    query = select(SampleRow.id, *CROP).where(condition).order_by(SampleRow.id)
    rows: Iterable[Any] = session.execute(query).yield_per(_READ_TOGETHER)
    for number, *row in rows:
        if len(sound) == most:
            break
        try:
            crop = _picture(row)
        except DamagedError:
            damaged.add(number)
            continue
        if crop is not None:
            sound.append((number, row[0], crop))
    return sound, frozenset(damaged)


def _picture(row: Sequence[Any]) -> Image | None:
    if not is_sound_crop(row):
        raise DamagedError("a crop is not as it was written")
    blob = row[4]
    return unpack_crop(blob) if blob else None


def _snapshot(model_id: str, samples: Sequence[Any], names: dict[int, str]) -> GallerySnapshot:
    embeddings = unpack_embeddings([sample.embedding for sample in samples])
    person_ids = np.array([sample.person_id for sample in samples], np.int64)
    qualities = np.array([sample.quality for sample in samples], np.float32)
    person_ids.flags.writeable = qualities.flags.writeable = False
    present = {int(person_id): names[person_id] for person_id in np.unique(person_ids)}
    return GallerySnapshot(model_id, embeddings, person_ids, present, qualities)
