"""The tables of a gallery file, as the newest migration leaves them."""

from __future__ import annotations

import time

from sqlalchemy import Dialect, ForeignKey, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

APPLICATION_ID = 0x46434D47
"""SQLite's application id, "FCMG": tells a gallery from any other SQLite file."""

REVISION = "0003"
"""The newest migration. Revisions are four digits that only rise."""


def now() -> int:
    """Return the time as the gallery keeps it: seconds since 1970, UTC."""
    return int(time.time())


class Blob(LargeBinary):
    """Bytes as they stand in the file; whatever else stands there is not made into bytes."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Leave values alone."""


class Base(DeclarativeBase):
    """The declarative base; constraints get names, which later migrations need."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PersonRow(Base):
    """Someone enrolled.

    Attributes:
        id: never given again, even after the person was deleted.
        name: as the user wrote it, cleaned.
        name_key: what the name is compared by, unique.
        created_at: seconds since 1970, UTC.
        checksum: of all of these (``facecam.gallery.checksums``).
    """

    __tablename__ = "people"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int]
    checksum: Mapped[bytes] = mapped_column(Blob)


class SampleRow(Base):
    """One face of a person.

    The blobs stand last, in the order of their size: what stands behind a large one
    cannot be read without it.

    Attributes:
        id: rising with time; the largest is a person's newest sample.
        person_id: whose face it is; deleting the person deletes the sample.
        model_id: the network that made the embedding, empty where there is none.
        score: the detector's score, 0 to 1.
        created_at: seconds since 1970, UTC.
        quality: its weight among the person's samples, above 0, up to 1.
        dimension: how many values the embedding has.
        embedding_checksum: of the embedding (``facecam.gallery.checksums``).
        crop_checksum: of the crop.
        embedding: ``dimension`` float32 values, little-endian.
        crop: the picture that the network saw, as PNG; empty where there is none.
    """

    __tablename__ = "samples"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    model_id: Mapped[str]
    score: Mapped[float]
    created_at: Mapped[int]
    quality: Mapped[float]
    dimension: Mapped[int]
    embedding_checksum: Mapped[bytes] = mapped_column(Blob)
    crop_checksum: Mapped[bytes] = mapped_column(Blob)
    embedding: Mapped[bytes] = mapped_column(Blob)
    crop: Mapped[bytes] = mapped_column(Blob)


# What each checksum covers, and the checksum: as ``facecam.gallery.soundness`` takes them.
PERSON = (
    PersonRow.id,
    PersonRow.name,
    PersonRow.name_key,
    PersonRow.created_at,
    PersonRow.checksum,
)
EMBEDDING = (
    SampleRow.person_id,
    SampleRow.model_id,
    SampleRow.quality,
    SampleRow.dimension,
    SampleRow.embedding,
    SampleRow.embedding_checksum,
)
CROP = (
    SampleRow.person_id,
    SampleRow.quality,
    SampleRow.score,
    SampleRow.created_at,
    SampleRow.crop,
    SampleRow.crop_checksum,
)
