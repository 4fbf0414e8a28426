"""Programs killed while they change a gallery: nothing confirmed is lost, the file is sound."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from facecam.errors import DamagedGalleryError
from facecam.gallery import GalleryStore
from facecam.gallery.repair import repair
from tests.unit.gallery.test_migrations import make_old_gallery

from .changes import People, Said, change_for_ever, open_once, repair_once
from .galleries import MODEL, make_sample

SEED = 20261125
CHANGES, OPENINGS = 140, 20  # of which the latter: new galleries, old ones, and repairs
STARTING_S = 60.0
LONGEST_S = 1.5

Program = Callable[[Path, People, int, Connection], None]
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["facecam.gallery.store", "tests.attack.changes"])


def kill(program: Program, path: Path, people: People, seed: int, after_s: float) -> list[Said]:
    """Run a program, kill it so long after it was ready, and return what it said."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=program, args=(path, people, seed, theirs))
    process.start()
    theirs.close()
    assert ours.poll(STARTING_S)
    said = [ours.recv()]
    deadline = time.monotonic() + after_s
    with suppress(EOFError):
        while ours.poll(max(0.0, deadline - time.monotonic())):
            said.append(ours.recv())
        process.kill()
        while True:  # what it said before it was killed
            said.append(ours.recv())
    process.join()
    ours.close()
    return said


def lasts(program: Program, path: Path) -> float:
    """Return how long a program takes that is not killed, seconds."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=program, args=(path, {}, 0, theirs))
    process.start()
    theirs.close()
    ours.recv()
    began_at = time.monotonic()
    ours.recv()
    taken_s = time.monotonic() - began_at
    process.join()
    ours.close()
    return taken_s


def who_is_in(path: Path) -> dict[str, set[bytes]]:
    """Return everybody's embeddings, in a gallery of which everything is sound."""
    with GalleryStore(path) as store:
        assert store.check().findings == ()
        snapshot = store.snapshot(MODEL)
    found: dict[str, set[bytes]] = {}
    for number, embedding in zip(snapshot.person_ids, snapshot.embeddings, strict=True):
        found.setdefault(snapshot.names[number], set()).add(embedding.tobytes())
    return found


def embeddings_of(people: People) -> dict[str, set[bytes]]:
    return {
        name: {make_sample(seed).embedding.tobytes() for seed in seeds}
        for name, seeds in people.items()
    }


def of_before(path: Path) -> People:
    """Make a gallery of an older version, and return who is in it."""
    people = {f"Person {number}": frozenset({number}) for number in range(1, 31)}
    make_old_gallery(path, "0002", *((name, make_sample(seed)) for name, (seed,) in people.items()))
    return people


@pytest.fixture(scope="module", autouse=True)
def figures() -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    yield counted
    print(f"\n{counted.pop('kills')} kills, seed {SEED}:")
    for what, count in sorted(counted.items()):
        print(f"  {count:5}  {what}")


@pytest.mark.timeout(3600)
def test_no_change_that_was_confirmed_is_lost(tmp_path: Path, figures: Counter[str]) -> None:
    chance = random.Random(SEED)
    path = tmp_path / "gallery.sqlite"
    people: People = {}
    for number in range(CHANGES):
        said = kill(change_for_ever, path, people, number, chance.uniform(0, LONGEST_S))
        confirmed = [after for what, after in said if what != "begun"][-1]
        begun = said[-1][1]
        found = who_is_in(path)
        assert found in (embeddings_of(confirmed), embeddings_of(begun)), f"kill {number}"
        people = confirmed if found == embeddings_of(confirmed) else begun
        figures["kills"] += 1
        figures["changes confirmed, none lost"] += sum(what == "done" for what, _ in said)
        if said[-1][0] == "begun":
            whole = "not made at all" if people is confirmed else "made as a whole"
            figures[f"changes that were cut off: {whole}"] += 1
    with GalleryStore(path) as store:  # a journal may be left, until the next change
        store.enrol("The last", [make_sample(SEED)])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.timeout(1800)
def test_a_new_gallery_is_whole_or_not_there(tmp_path: Path, figures: Counter[str]) -> None:
    chance = random.Random(SEED)
    longest_s = lasts(open_once, tmp_path / "measured.sqlite") * 1.2
    for number in range(OPENINGS):
        path = tmp_path / str(number) / "gallery.sqlite"
        kill(open_once, path, {}, number, chance.uniform(0, longest_s))
        figures["kills"] += 1
        figures[f"new galleries {'made as a whole' if path.exists() else 'not made'}"] += 1
        assert who_is_in(path) == {}


@pytest.mark.timeout(1800)
def test_a_migration_happens_as_a_whole_or_not_at_all(
    tmp_path: Path, figures: Counter[str]
) -> None:
    chance = random.Random(SEED)
    old = tmp_path / "old.sqlite"
    people = of_before(old)
    longest_s = lasts(open_once, Path(shutil.copy(old, tmp_path / "measured.sqlite"))) * 1.2
    for number in range(OPENINGS):
        path = tmp_path / str(number) / "gallery.sqlite"
        path.parent.mkdir()
        shutil.copy(old, path)
        kill(open_once, path, people, number, chance.uniform(0, longest_s))
        figures["kills"] += 1
        with closing(sqlite3.connect(path)) as file:
            (revision,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
        figures[f"old galleries at schema {revision}"] += 1
        assert who_is_in(path) == embeddings_of(people)
        copies = {file.name for file in path.parent.iterdir()} - {path.name}
        assert copies <= {f"{path.name}.copy-schema-0002", f"{path.name}.copy-schema-0002-2"}


@pytest.mark.timeout(1800)
def test_a_repair_happens_as_a_whole_or_not_at_all(tmp_path: Path, figures: Counter[str]) -> None:
    chance = random.Random(SEED)
    damaged = tmp_path / "damaged.sqlite"
    people = of_before(damaged)
    with GalleryStore(damaged):  # brings it to the schema of now
        pass
    with closing(sqlite3.connect(damaged, isolation_level=None)) as file:
        file.execute("CREATE TABLE others (id INTEGER)")
    longest_s = lasts(repair_once, Path(shutil.copy(damaged, tmp_path / "measured.sqlite"))) * 1.2
    for number in range(OPENINGS):
        path = tmp_path / str(number) / "gallery.sqlite"
        path.parent.mkdir()
        shutil.copy(damaged, path)
        kill(repair_once, path, people, number, chance.uniform(0, longest_s))
        figures["kills"] += 1
        try:
            found = who_is_in(path)
        except DamagedGalleryError:
            figures["repairs not made"] += 1
            repair(path)
            found = who_is_in(path)
        else:
            figures["repairs made as a whole"] += 1
        assert found == embeddings_of(people)
        assert not path.with_name(f"{path.name}.copy-unfinished").exists()
