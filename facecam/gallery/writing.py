"""Writing people and samples, each with the checksums of what is written."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from facecam.gallery import checksums
from facecam.gallery.blobs import pack_crop, pack_embedding
from facecam.gallery.names import clean_name, name_key
from facecam.gallery.schema import CROP, PersonRow, SampleRow, now
from facecam.gallery.soundness import is_sound_crop
from facecam.types import FaceSample, Floats


def add_person(session: Session, name: str) -> int:
    """Make a person of that name and return the number."""
    row = PersonRow(name="", name_key=name_key(name), created_at=now(), checksum=b"")
    session.add(row)
    session.flush()  # gives it its number, which the checksum covers
    write_name(row, name)
    session.flush()
    return row.id


def write_name(row: PersonRow, name: str) -> None:
    """Give a person a name; whatever was damaged of the row is sound then."""
    row.name, row.name_key = clean_name(name), name_key(name)
    if type(row.created_at) is not int:
        row.created_at = now()
    row.checksum = checksums.of_person(row.id, row.name, row.name_key, row.created_at)


def add_sample(session: Session, person_id: int, sample: FaceSample) -> None:
    """Add a sample to a person."""
    quality, score, created_at = float(sample.quality), float(sample.score), now()
    dimension, embedding = len(sample.embedding), pack_embedding(sample.embedding)
    crop = pack_crop(sample.crop)
    session.add(
        SampleRow(
            person_id=person_id,
            model_id=sample.model_id,
            score=score,
            created_at=created_at,
            quality=quality,
            dimension=dimension,
            embedding_checksum=checksums.of_embedding(
                person_id, sample.model_id, quality, dimension, embedding
            ),
            crop_checksum=checksums.of_crop(person_id, quality, score, created_at, crop),
            embedding=embedding,
            crop=crop,
        )
    )


def renew_embedding(session: Session, number: int, model_id: str, embedding: Floats) -> None:
    """Replace a sample's embedding by that which ``model_id`` made of its crop.

    Nothing happens where the sample is gone, or its crop does not say whose it is.
    """
    row = session.execute(select(*CROP).where(SampleRow.id == number)).one_or_none()
    if row is None or not is_sound_crop(row):
        return
    dimension, packed = len(embedding), pack_embedding(embedding)
    checksum = checksums.of_embedding(row.person_id, model_id, row.quality, dimension, packed)
    session.execute(
        update(SampleRow)
        .where(SampleRow.id == number)
        .values(
            model_id=model_id, dimension=dimension, embedding=packed, embedding_checksum=checksum
        )
    )
