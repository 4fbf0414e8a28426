"""Galleries to attack: small, of faces made of random numbers, and what is true of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import PIL.Image

from facecam.gallery import GalleryStore
from facecam.gallery.blobs import unpack_crop
from facecam.types import FaceSample

MODEL = "attacked-model"


def make_sample(seed: int) -> FaceSample:
    """Return a sample whose crop is a few soft spots, so that a gallery stays small."""
    random = np.random.default_rng(seed)
    embedding = random.normal(size=512).astype(np.float32)
    spots = PIL.Image.fromarray(random.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    crop = np.asarray(spots.resize((160, 160), PIL.Image.Resampling.BICUBIC))
    quality = float(random.uniform(0.2, 1.0))
    return FaceSample(crop, embedding / np.linalg.norm(embedding), MODEL, 0.99, quality)


Sample = tuple[str, bytes, bytes]
"""Name, embedding and quality."""
Picture = tuple[str, bytes]
"""Name and crop."""


def samples_of(store: GalleryStore) -> set[Sample]:
    """Return what a gallery compares faces with."""
    snapshot = store.snapshot(MODEL)
    assert snapshot.qualities is not None
    rows = zip(snapshot.person_ids, snapshot.embeddings, snapshot.qualities, strict=True)
    return {(snapshot.names[i], e.tobytes(), q.tobytes()) for i, e, q in rows}


def pictures_of(store: GalleryStore) -> set[Picture]:
    """Return what a gallery shows of everyone."""
    people = store.people()
    return {(p.name, p.thumbnail.tobytes()) for p in people if p.thumbnail is not None}


def all_pictures(path: Path) -> set[Picture]:
    """Return every crop in a gallery that is whole."""
    query = "SELECT name, crop FROM people JOIN samples ON person_id = people.id"
    with closing(sqlite3.connect(path)) as file:
        return {(name, unpack_crop(crop).tobytes()) for name, crop in file.execute(query)}


def make_gallery(path: Path, people: int, seed: int) -> None:
    """Make a gallery of people with one to three samples each, some renamed, some deleted."""
    random = np.random.default_rng(seed)
    with GalleryStore(path) as store:
        for number in range(people):
            seeds = random.integers(1 << 40, size=random.integers(1, 4))
            store.enrol(f"Person {number} of {seed}", [make_sample(int(s)) for s in seeds])
        for person in store.people(thumbnails=False)[:4]:
            store.delete(person.id)
        for person in store.people(thumbnails=False)[:4]:
            store.rename(person.id, f"Renamed {person.name}")
