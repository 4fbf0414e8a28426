"""Repairing a gallery: all that is whole in it is written anew, and the old file is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from facecam.atomic import sync_file, sync_folder, tighten
from facecam.errors import DamagedGalleryError, GalleryError
from facecam.gallery import checksums
from facecam.gallery.connection import BUILDING, connect, real
from facecam.gallery.copies import name_copy, unfinished
from facecam.gallery.creation import empty_gallery
from facecam.gallery.damage import name_lost
from facecam.gallery.faults import DamagedError, sentences
from facecam.gallery.inspection import check_mark
from facecam.gallery.names import name_key
from facecam.gallery.salvage import (
    PRAGMAS,
    PersonValues,
    SampleValues,
    last_number,
    saved_people,
    saved_samples,
)
from facecam.gallery.schema import now
from facecam.gallery.soundness import is_sound_crop, sound_embeddings, sound_names

_BUSY_TIMEOUT_S = 5.0


@dataclass(slots=True)
class Repaired:
    """What a repair has done.

    Attributes:
        copy: the file as it was before, beside the gallery.
        people: how many there are now.
        samples: how many there are now.
        nameless: what the people are called now whose names were lost.
        without_embedding: samples with a sound crop that are to be embedded again.
        without_crop: samples whose crop was damaged; their embedding is used on.
        lost: samples of which nothing could be saved.
        unreadable: places in the file where people or samples stood that are lost.
    """

    copy: Path = field(default_factory=Path)
    people: int = 0
    samples: int = 0
    nameless: list[str] = field(default_factory=list)
    without_embedding: int = 0
    without_crop: int = 0
    lost: int = 0
    unreadable: int = 0


def repair(path: Path) -> Repaired:
    """Write a new gallery of all that is whole in the one at ``path``, and put it there.

    Another program that has the gallery open waits, and then finds the new one.

    Raises:
        GalleryError: nothing can be saved, or written; the file is as it was then.
    """
    try:
        with sentences(path, opening=True):
            return _repair(real(path))
    except DamagedGalleryError as error:
        raise GalleryError(
            f"Nothing can be saved of the gallery {path}; it was left as it is. Restore it from "
            "a copy, or choose another gallery with --gallery."
        ) from error


def _repair(path: Path) -> Repaired:
    with suppress(DamagedError, sqlite3.DatabaseError):
        check_mark(path)
    with closing(connect(path, _BUSY_TIMEOUT_S, PRAGMAS)) as old:
        old.execute("BEGIN EXCLUSIVE")
        with unfinished(path) as new:
            repaired = _write_anew(old, new)
            repaired.copy = _keep(path)
            new.replace(path)
            sync_folder(path.parent)
    return repaired


def _write_anew(old: sqlite3.Connection, new: Path) -> Repaired:
    new.write_bytes(empty_gallery())
    with closing(connect(new, 0.0, BUILDING)) as target:
        target.execute("BEGIN")
        repaired = _Repair(old, target).run()
        target.execute("COMMIT")
    sync_file(new)
    return repaired


def _keep(path: Path) -> Path:
    """Give the old file the name of a copy as well, and its journal with it."""
    copy = name_copy(path, path, "before-repair")
    tighten(copy)
    with suppress(FileNotFoundError):
        Path(f"{path}-journal").rename(f"{copy}-journal")
    return copy


class _Repair:
    """Writes what is sound of one gallery into another, which is empty."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection) -> None:
        self._old = old
        self._new = new
        self._done = Repaired()
        self._keys: set[str] = set()
        self._people: set[int] = set()
        self._nameless: list[int] = []

    def run(self) -> Repaired:
        """Do it, and return what was done.

        Raises:
            DamagedError: nothing could be saved.
        """
        for person in saved_people(self._old):
            self._write_person(person)
        for number in self._nameless:
            self._write_nameless(number)
        for sample in saved_samples(self._old):
            self._write_sample(sample)
        for table in ("people", "samples"):
            self._go_on_counting(table)
        if not self._done.people and (self._done.lost or self._done.unreadable):
            raise DamagedError("nothing of it can be read")
        return self._done

    def _write_person(self, person: PersonValues | None) -> None:
        if person is None:
            self._done.unreadable += 1
        elif sound_names([person]) and person.name_key not in self._keys:
            self._insert_person(person)
        else:
            self._nameless.append(person.id)

    def _write_nameless(self, number: int) -> None:
        names = chain([name_lost(number)], (f"{name_lost(number)} {n}" for n in count(2)))
        name = next(name for name in names if name_key(name) not in self._keys)
        key, created_at = name_key(name), now()
        checksum = checksums.of_person(number, name, key, created_at)
        self._insert_person(PersonValues(number, name, key, created_at, checksum))
        self._done.nameless.append(name)

    def _insert_person(self, person: PersonValues) -> None:
        self._new.execute("INSERT INTO people VALUES (?, ?, ?, ?, ?)", person)
        self._keys.add(person.name_key)
        self._people.add(person.id)
        self._done.people += 1

    def _write_sample(self, sample: SampleValues | None) -> None:
        if sample is None:
            self._done.unreadable += 1
            return
        saved = _saved(sample)
        if saved is None:
            self._done.lost += 1
            return
        if saved.person_id not in self._people:
            self._write_nameless(saved.person_id)
        places = ", ".join("?" * len(saved))
        fields = ", ".join(saved._fields)
        self._new.execute(f"INSERT INTO samples ({fields}) VALUES ({places})", saved)
        self._done.samples += 1
        self._done.without_embedding += saved.embedding != sample.embedding
        self._done.without_crop += saved.crop != sample.crop

    def _go_on_counting(self, table: str) -> None:
        """Have numbers that were given before never given again."""
        (largest,) = self._new.execute(f"SELECT max(id) FROM {table}").fetchone()
        number = max(largest or 0, last_number(self._old, table))
        self._new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        self._new.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))


def _saved(sample: SampleValues) -> SampleValues | None:
    """Return a sample without what of it is damaged, None if nothing is left."""
    (sound_embedding,) = sound_embeddings([(*sample.of_embedding(), sample.embedding_checksum)])
    sound_crop = is_sound_crop((*sample.of_crop(), sample.crop_checksum))
    if sound_embedding and sound_crop:
        return sample
    if sound_embedding and sample.embedding:
        return _without_crop(sample)
    if sound_crop and sample.crop:
        return _without_embedding(sample)
    return None


def _without_crop(sample: SampleValues) -> SampleValues:
    score = sample.score if type(sample.score) is float else 0.0
    created_at = sample.created_at if type(sample.created_at) is int else now()
    bare = sample._replace(score=score, created_at=created_at, crop=b"")
    return bare._replace(crop_checksum=checksums.of_crop(*bare.of_crop()))


def _without_embedding(sample: SampleValues) -> SampleValues:
    bare = sample._replace(model_id="", dimension=0, embedding=b"")
    return bare._replace(embedding_checksum=checksums.of_embedding(*bare.of_embedding()))
