"""The gallery file as the rest of the program sees it: people, samples, snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.orm import Session

from facecam.errors import GalleryError, UsageError
from facecam.gallery.blobs import pack_crop, pack_embedding, unpack_crop, unpack_embeddings
from facecam.gallery.database import open_database, writing
from facecam.gallery.faults import sentences
from facecam.gallery.names import clean_name, name_key
from facecam.gallery.schema import PersonRow, SampleRow
from facecam.types import FaceSample, Floats, GallerySnapshot, Image, Person


class GalleryStore:
    """A gallery file, open. Used by the thread that made it and by no other.

    Every method is one transaction: it happens as a whole or not at all, also
    when another program has the same file open. Every method raises
    ``GalleryError`` when the file cannot be read, or cannot be written by those
    that change it.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = 5.0) -> None:
        """Open the gallery at ``path``, creating it when there is no file.

        Args:
            path: the gallery file.
            busy_timeout_s: how long to wait for another program's change.

        Raises:
            GalleryError: it cannot be opened; a file that exists is unchanged then.
        """
        self._path = path
        self._engine = open_database(path, busy_timeout_s)
        self._writer = writing(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Harmless twice."""
        self._engine.dispose()

    def people(self) -> list[Person]:
        """Return everyone, by name without regard to case."""
        with self._transaction(self._engine) as session:
            return _people(session)

    def find(self, name: str) -> Person | None:
        """Return the person of that name, in whatever case, or None.

        Raises:
            UsageError: ``name`` cannot be a name.
        """
        with self._transaction(self._engine) as session:
            people = _people(session, PersonRow.name_key == name_key(name))
        return people[0] if people else None

    def enrol(self, name: str, samples: Sequence[FaceSample]) -> Person:
        """Add ``samples`` to the person of that name, who is made if not there yet.

        Raises:
            UsageError: ``name`` cannot be a name, or there are no samples.
        """
        if not samples:
            raise UsageError("There is no face to enrol.")
        with self._transaction(self._writer) as session:
            row = _named(session, name)
            if row is None:
                row = PersonRow(name=clean_name(name), name_key=name_key(name))
                session.add(row)
                session.flush()
            session.add_all(_sample_row(row.id, sample) for sample in samples)
            session.flush()
            return _people(session, PersonRow.id == row.id)[0]

    def rename(self, person_id: int, name: str) -> Person:
        """Give a person another name.

        Raises:
            UsageError: ``name`` cannot be a name.
            GalleryError: the name belongs to someone else, or there is no such person.
        """
        with self._transaction(self._writer) as session:
            row = session.get(PersonRow, person_id)
            if row is None:
                raise _nobody()
            holder = _named(session, name)
            if holder is not None and holder is not row:
                raise GalleryError("That name is already in the gallery: choose another one.")
            row.name, row.name_key = clean_name(name), name_key(name)
            session.flush()
            return _people(session, PersonRow.id == person_id)[0]

    def delete(self, person_id: int) -> None:
        """Forget a person; name, crops and embeddings are overwritten in the file.

        Raises:
            GalleryError: there is no such person.
        """
        with self._transaction(self._writer) as session:
            gone = delete(PersonRow).where(PersonRow.id == person_id).returning(PersonRow.id)
            if session.scalar(gone) is None:
                raise _nobody()

    def snapshot(self, model_id: str) -> GallerySnapshot:
        """Return the embeddings that the network ``model_id`` made, oldest first.

        Those of other networks stay in the file, but cannot be compared.
        """
        columns = (
            PersonRow.id,
            PersonRow.name,
            SampleRow.dimension,
            SampleRow.embedding,
            SampleRow.quality,
        )
        query = (
            select(*columns)
            .join(SampleRow, SampleRow.person_id == PersonRow.id)
            .where(SampleRow.model_id == model_id)
            .order_by(SampleRow.id)
        )
        with self._transaction(self._engine) as session:
            rows = session.execute(query).all()
            embeddings = unpack_embeddings(
                [row.embedding for row in rows], [row.dimension for row in rows]
            )
        person_ids = np.array([row.id for row in rows], np.int64)
        qualities = np.array([row.quality for row in rows], np.float32)
        person_ids.flags.writeable = qualities.flags.writeable = False
        names = {row.id: row.name for row in rows}
        return GallerySnapshot(model_id, embeddings, person_ids, names, qualities)

    def outdated(self, model_id: str) -> list[tuple[int, Image]]:
        """Return the samples that another network than ``model_id`` embedded.

        Returns:
            Each sample's number and its crop, oldest first.
        """
        query = (
            select(SampleRow.id, SampleRow.crop)
            .where(SampleRow.model_id != model_id)
            .order_by(SampleRow.id)
        )
        with self._transaction(self._engine) as session:
            return [(row.id, unpack_crop(row.crop)) for row in session.execute(query)]

    def renew(self, model_id: str, embeddings: Mapping[int, Floats]) -> None:
        """Replace samples' embeddings by those that ``model_id`` made of their crops.

        Args:
            model_id: the network.
            embeddings: ``(d,)`` float32 of length 1 by the sample's number. Samples
                deleted meanwhile are passed over.
        """
        with self._transaction(self._writer) as session:
            for number, embedding in embeddings.items():
                row = session.get(SampleRow, number)
                if row is not None:
                    row.model_id, row.dimension = model_id, len(embedding)
                    row.embedding = pack_embedding(embedding)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with sentences(self._path), Session(engine) as session, session.begin():
            yield session


def _named(session: Session, name: str) -> PersonRow | None:
    return session.scalar(select(PersonRow).where(PersonRow.name_key == name_key(name)))


def _people(session: Session, *conditions: ColumnElement[bool]) -> list[Person]:
    """Return the people for whom all ``conditions`` hold, each with the newest crop."""
    of_person = (
        select(
            SampleRow.person_id,
            func.count().label("samples"),
            func.max(SampleRow.id).label("newest"),
        )
        .group_by(SampleRow.person_id)
        .subquery()
    )
    samples = func.coalesce(of_person.c.samples, 0)
    query = (
        select(PersonRow.id, PersonRow.name, samples, SampleRow.crop)
        .outerjoin(of_person, of_person.c.person_id == PersonRow.id)
        .outerjoin(SampleRow, SampleRow.id == of_person.c.newest)
        .where(*conditions)
        .order_by(PersonRow.name_key)
    )
    return [
        Person(person_id, name, count, None if crop is None else unpack_crop(crop))
        for person_id, name, count, crop in session.execute(query)
    ]


def _sample_row(person_id: int, sample: FaceSample) -> SampleRow:
    return SampleRow(
        person_id=person_id,
        model_id=sample.model_id,
        score=float(sample.score),
        quality=float(sample.quality),
        dimension=len(sample.embedding),
        embedding=pack_embedding(sample.embedding),
        crop=pack_crop(sample.crop),
    )


def _nobody() -> GalleryError:
    return GalleryError("That person is no longer in the gallery.")
