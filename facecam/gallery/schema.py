"""The tables of a gallery file, as the newest migration leaves them."""

from __future__ import annotations

import time

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

APPLICATION_ID = 0x46434D47
"""SQLite's application id, "FCMG": tells a gallery from any other SQLite file."""

REVISION = "0002"
"""The newest migration. Revisions are four digits that only rise."""


def _now() -> int:
    return int(time.time())


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
    """

    __tablename__ = "people"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int] = mapped_column(default=_now)


class SampleRow(Base):
    """One face of a person. The blobs stand late, so that most is read without them.

    Attributes:
        id: rising with time; the largest is a person's newest sample.
        person_id: whose face it is; deleting the person deletes the sample.
        model_id: the network that made the embedding.
        score: the detector's score, 0 to 1.
        created_at: seconds since 1970, UTC.
        dimension: how many values the embedding has.
        embedding: ``dimension`` float32 values, little-endian.
        crop: the picture that the network saw, as PNG.
        quality: its weight among the person's samples, above 0, up to 1.
    """

    __tablename__ = "samples"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    model_id: Mapped[str]
    score: Mapped[float]
    created_at: Mapped[int] = mapped_column(default=_now)
    dimension: Mapped[int]
    embedding: Mapped[bytes]
    crop: Mapped[bytes]
    quality: Mapped[float] = mapped_column(server_default="1.0")
