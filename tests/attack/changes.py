"""Programs that change galleries until they are killed; each runs in a process of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from facecam.gallery import GalleryStore
from facecam.gallery.repair import repair

from .galleries import MODEL, make_sample

People = dict[str, frozenset[int]]
"""The seeds of everybody's samples, by name."""
Said = tuple[Literal["ready", "begun", "done"], People]
"""What is sent before the first change, before each change, and once it is confirmed: who is
in the gallery then."""


def change_for_ever(path: Path, people: People, seed: int, said: Connection) -> None:
    """Enrol, rename and delete people, and embed samples again, at random."""
    chance = random.Random(seed)
    with GalleryStore(path) as store:
        said.send(("ready", people))
        while True:
            kind = chance.choice([_enrol, _enrol, _enrol, _rename, _delete, _renew])
            people, change = kind(people, chance)
            said.send(("begun", people))
            change(store)
            said.send(("done", people))


def open_once(path: Path, people: People, _seed: int, said: Connection) -> None:
    """Open a gallery, which makes or migrates it."""
    said.send(("ready", people))
    with GalleryStore(path):
        said.send(("done", people))


def repair_once(path: Path, people: People, _seed: int, said: Connection) -> None:
    """Repair a gallery."""
    said.send(("ready", people))
    repair(path)
    said.send(("done", people))


Change = Callable[[GalleryStore], object]


def _enrol(people: People, chance: random.Random) -> tuple[People, Change]:
    name = chance.choice([*people, *(f"Person {chance.randrange(1 << 30)}" for _ in range(9))])
    seeds = frozenset(chance.randrange(1 << 30) for _ in range(chance.randint(1, 3)))
    after = {**people, name: people.get(name, frozenset()) | seeds}
    return after, lambda store: store.enrol(name, [make_sample(seed) for seed in seeds])


def _rename(people: People, chance: random.Random) -> tuple[People, Change]:
    if not people:
        return _enrol(people, chance)
    old, new = chance.choice(sorted(people)), f"Renamed {chance.randrange(1 << 30)}"
    after = {new if name == old else name: seeds for name, seeds in people.items()}
    return after, lambda store: store.rename(_number(store, old), new)


def _delete(people: People, chance: random.Random) -> tuple[People, Change]:
    if len(people) < 10:
        return _enrol(people, chance)
    gone = chance.choice(sorted(people))
    after = {name: seeds for name, seeds in people.items() if name != gone}
    return after, lambda store: store.delete(_number(store, gone))


def _renew(people: People, chance: random.Random) -> tuple[People, Change]:
    """Write some embeddings again, each as it was."""

    def change(store: GalleryStore) -> None:
        numbers = [number for number, _ in store.outdated("another network")]
        embeddings = store.snapshot(MODEL).embeddings
        some = chance.sample(range(len(numbers)), min(5, len(numbers)))
        store.renew(MODEL, {numbers[index]: embeddings[index] for index in some})

    return people, change


def _number(store: GalleryStore, name: str) -> int:
    person = store.find(name)
    assert person is not None
    return person.id
