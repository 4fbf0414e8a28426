"""A gallery without a thread or a file, that answers when the test says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

import numpy as np

from facecam.errors import FacecamError, GalleryError
from facecam.types import FaceSample, GallerySnapshot, Image, Person

T = TypeVar("T")


class FakeGallery:
    """Answers at once, or when ``held`` answers are let go.

    Attributes:
        holds: whether answers wait for ``let_go``.
        held: what lets each of them go.
        subscribers: who is called with new snapshots.
    """

    def __init__(self, *names: str) -> None:
        self._people: dict[int, Person] = {}
        self._made = 0
        self._trouble = ""
        self.holds = False
        self.held: list[Callable[[], None]] = []
        self.subscribers: list[Callable[[GallerySnapshot], None]] = []
        for name in names:
            self._store(name)
        self._publish()

    @property
    def snapshot(self) -> GallerySnapshot:
        return self._snapshot

    @property
    def names(self) -> list[str]:
        return [person.name for person in self._people.values()]

    def subscribe(self, callback: Callable[[GallerySnapshot], None]) -> Callable[[], None]:
        self.subscribers.append(callback)
        return lambda: self.subscribers.remove(callback)

    def people(self) -> Future[list[Person]]:
        by_name = sorted(self._people.values(), key=lambda person: person.name.casefold())
        return self._answer(lambda: by_name)

    def enrol(self, name: str, samples: Sequence[FaceSample]) -> Future[Person]:
        return self._answer(lambda: self._store(name, samples[0].crop))

    def rename(self, person_id: int, name: str) -> Future[Person]:
        return self._answer(lambda: self._rename(person_id, name))

    def delete(self, person_id: int) -> Future[None]:
        return self._answer(lambda: self._delete(person_id))

    def be_in_trouble(self, sentence: str) -> None:
        """Have this to say of itself from now on; nothing where it is empty."""
        self._trouble = sentence
        self._publish()

    def let_go(self) -> None:
        self.holds = False
        for complete in self.held:
            complete()
        self.held = []

    def _answer(self, request: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def complete() -> None:
            try:
                answer = request()
            except FacecamError as error:
                future.set_exception(error)
            else:
                self._publish()
                future.set_result(answer)

        if self.holds:
            self.held.append(complete)
        else:
            complete()
        return future

    def _publish(self) -> None:
        names = {person.id: person.name for person in self._people.values()}
        rows = np.eye(len(names), 512, dtype=np.float32)
        self._snapshot = GallerySnapshot(
            "fake", rows, np.array(list(names), np.int64), names, trouble=self._trouble
        )
        for subscriber in self.subscribers:
            subscriber(self._snapshot)

    def _store(self, name: str, crop: Image | None = None) -> Person:
        if name == "full":
            raise GalleryError("The disk is full; free some space and try again.")
        same = [p for p in self._people.values() if p.name.casefold() == name.casefold()]
        if not same:
            self._made += 1
        before = same[0] if same else Person(self._made, name, 0, crop)
        self._people[before.id] = Person(before.id, before.name, before.samples + 1, crop)
        return self._people[before.id]

    def _rename(self, person_id: int, name: str) -> Person:
        if name in self.names:
            raise GalleryError(f"There is already someone called {name}; choose another name.")
        old = self._people[person_id]
        self._people[person_id] = Person(old.id, name, old.samples, old.thumbnail)
        return self._people[person_id]

    def _delete(self, person_id: int) -> None:
        del self._people[person_id]
