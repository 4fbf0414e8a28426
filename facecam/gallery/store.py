"""The gallery file as the rest of the program sees it: people, samples, snapshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from facecam.errors import GalleryError, UsageError
from facecam.gallery.damage import Damage, Report
from facecam.gallery.database import Database
from facecam.gallery.faults import read_only
from facecam.gallery.names import name_key
from facecam.gallery.reading import read_outdated, read_people, read_snapshot
from facecam.gallery.report import read_report
from facecam.gallery.schema import PERSON, PersonRow
from facecam.gallery.soundness import sound_names
from facecam.gallery.writing import add_person, add_sample, renew_embedding, write_name
from facecam.types import FaceSample, Floats, GallerySnapshot, Image, Person


class GalleryStore:
    """A gallery file, open. Used by the thread that made it and by no other.

    Every method is one transaction: it happens as a whole or not at all, also
    when another program has the same file open. Every method raises
    ``GalleryError`` when the file cannot be read, or cannot be written by those
    that change it. A person or a sample that is damaged is left out, and said in
    ``trouble``; the others are as if it were not there.

    Attributes:
        notice: what opening has put right, a sentence or two for the user, or "".
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
        self._database = Database(path, busy_timeout_s)
        self._damage = Damage()
        self.notice = self._database.notice

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
        self._database.close()

    @property
    def trouble(self) -> str:
        """What was damaged of all that was read, one sentence for the user; "" for nothing."""
        return self._damage.sentence(self._path)

    @property
    def read_only(self) -> str:
        """That the file cannot be changed, one sentence for the user; "" where it can."""
        return read_only(self._path)

    @property
    def is_in_place(self) -> bool:
        """Whether the file is still the one at its path."""
        return self._database.is_in_place()

    def was_changed(self) -> bool:
        """Return whether another program has changed the file since this was last asked."""
        return self._database.was_changed()

    def people(self, *, thumbnails: bool = True) -> list[Person]:
        """Return everyone, by name without regard to case.

        Args:
            thumbnails: whether to read everyone's newest crop.
        """
        with self._database.reading() as session:
            people, damage = read_people(session, thumbnails=thumbnails)
        crops = damage.crops if thumbnails else self._damage.crops
        self._damage = replace(damage, embeddings=self._damage.embeddings, crops=crops)
        return people

    def find(self, name: str) -> Person | None:
        """Return the person of that name, in whatever case and without a crop, or None.

        Raises:
            UsageError: ``name`` cannot be a name.
        """
        with self._database.reading() as session:
            people, _ = read_people(session, PersonRow.name_key == name_key(name))
        return people[0] if people else None

    def enrol(self, name: str, samples: Sequence[FaceSample]) -> Person:
        """Add ``samples`` to the person of that name, who is made if not there yet.

        Raises:
            UsageError: ``name`` cannot be a name, or there are no samples.
            GalleryError: what is known of that person is damaged.
        """
        if not samples:
            raise UsageError("There is no face to enrol.")
        with self._database.writing() as session:
            person_id = _sound_person_named(session, name)
            if person_id is None:
                person_id = add_person(session, name)
            for sample in samples:
                add_sample(session, person_id, sample)
            return _person(session, person_id)

    def rename(self, person_id: int, name: str) -> Person:
        """Give a person another name, which is sound from then on.

        Raises:
            UsageError: ``name`` cannot be a name.
            GalleryError: the name belongs to someone else, or there is no such person.
        """
        with self._database.writing() as session:
            row = session.get(PersonRow, person_id)
            if row is None:
                raise _nobody()
            holder = session.scalar(select(PersonRow).where(PersonRow.name_key == name_key(name)))
            if holder is not None and holder is not row:
                raise GalleryError("That name is already in the gallery: choose another one.")
            write_name(row, name)
            return _person(session, person_id)

    def delete(self, person_id: int) -> None:
        """Forget a person; name, crops and embeddings are overwritten in the file, unread.

        Raises:
            GalleryError: there is no such person.
        """
        with self._database.writing() as session:
            gone = delete(PersonRow).where(PersonRow.id == person_id).returning(PersonRow.id)
            if session.scalar(gone) is None:
                raise _nobody()

    def snapshot(self, model_id: str) -> GallerySnapshot:
        """Return the embeddings that the network ``model_id`` made, oldest first.

        Those of other networks stay in the file, but cannot be compared. What is
        damaged is left out, and said in the snapshot's ``trouble``.
        """
        with self._database.reading() as session:
            snapshot, damage = read_snapshot(session, model_id)
        self._damage = replace(damage, crops=self._damage.crops)
        return replace(snapshot, trouble=self.trouble)

    def outdated(
        self, model_id: str, after: int = 0, most: int | None = None
    ) -> list[tuple[int, Image]]:
        """Return the samples that have no embedding of ``model_id``, but a sound crop.

        Args:
            model_id: the network.
            after: only samples of higher numbers.
            most: how many at most, None for all; a crop takes 77 kB.

        Returns:
            Each sample's number and its crop, oldest first.
        """
        with self._database.reading() as session:
            samples, damage = read_outdated(session, model_id, after, most)
        crops = self._damage.crops | damage.crops
        self._damage = replace(self._damage, crops=crops, samples=damage.samples)
        return samples

    def renew(self, model_id: str, embeddings: Mapping[int, Floats]) -> None:
        """Replace samples' embeddings by those that ``model_id`` made of their crops.

        Args:
            model_id: the network.
            embeddings: ``(512,)`` float32 of length 1 by the sample's number. Samples
                deleted meanwhile are passed over.
        """
        with self._database.writing() as session:
            for number, embedding in embeddings.items():
                renew_embedding(session, number, model_id, embedding)

    def check(self) -> Report:
        """Compare all that the gallery holds with its checksums, crops too."""
        with self._database.reading() as session:
            return read_report(session)


def _named(session: Session, name: str) -> PersonRow | None:
    return session.scalar(select(PersonRow).where(PersonRow.name_key == name_key(name)))


def _sound_person_named(session: Session, name: str) -> int | None:
    found = session.execute(select(*PERSON).where(PersonRow.name_key == name_key(name))).all()
    if found and not sound_names(found):
        raise GalleryError(
            "What the gallery holds of that person is damaged and nothing was changed: "
            "mend it with 'facecam gallery repair'."
        )
    return found[0].id if found else None


def _person(session: Session, person_id: int) -> Person:
    session.flush()
    people, _ = read_people(session, PersonRow.id == person_id)
    return people[0]


def _nobody() -> GalleryError:
    return GalleryError("That person is no longer in the gallery.")
