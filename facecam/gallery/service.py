"""The gallery behind a thread of its own, for programs that must not wait for a disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from facecam.errors import GalleryError
from facecam.gallery.keeper import Keeper, nobody
from facecam.gallery.ticker import Ticker
from facecam.types import FaceSample, Floats, GallerySnapshot, Image, Person

if TYPE_CHECKING:
    from facecam.gallery.store import GalleryStore

_log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Subscriber = Callable[[GallerySnapshot], None]

POLL_EVERY_S = 0.5
"""How often the file is polled for changes by other programs: whoever they delete is to be
named no more within a second, which includes preparing the gallery for comparison."""


class GalleryService:
    """Owns a ``GalleryStore``: one thread opens it, uses it and closes it.

    Requests run one after the other on that thread. Each returns a Future,
    which carries the answer, the ``FacecamError``, or the exception of a bug;
    none of them ends the thread. A change is in ``snapshot``, and every
    subscriber has been called, before its Future resolves. What is wrong with the
    gallery, if anything, is ``snapshot.trouble``: subscribers get a snapshot of
    nobody that says so when it cannot be opened. May be used from any thread.
    """

    def __init__(self, path: Path, model_id: str, *, wait: bool = True) -> None:
        """Open the gallery at ``path``.

        Args:
            path: the gallery file, created when there is none.
            model_id: the network whose embeddings the snapshots hold.
            wait: until its first snapshot is there. Otherwise ``snapshot`` is
                empty and requests queue until it is, and
                ``wait_until_open`` says whether it could be opened.

        Raises:
            GalleryError: the gallery cannot be opened, where waited for.
        """
        self._subscribers: dict[object, Subscriber] = {}
        self._closing: Future[None] | None = None
        self._model_id = model_id
        self._snapshot = nobody(model_id)
        self._keeper = Keeper(path, model_id)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="gallery")
        self._executor.submit(self._open)
        self._ticker = Ticker(self._poll_on_thread, POLL_EVERY_S, "gallery-ticker")
        if wait:
            with ExitStack() as on_failure:
                on_failure.callback(self.close)
                self.wait_until_open()
                on_failure.pop_all()

    def wait_until_open(self) -> None:
        """Wait for the first snapshot.

        Raises:
            GalleryError: the gallery cannot be opened; every request says so too,
                and ``snapshot.trouble``.
        """
        self._submit(lambda _: None).result()

    @property
    def snapshot(self) -> GallerySnapshot:
        """The gallery after the last change, here or elsewhere, empty until it is open.

        Never waits. Of nobody, with the reason as its ``trouble``, where it cannot be read.
        """
        return self._snapshot

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Have ``callback`` called with every new snapshot, on the service's thread.

        The first is new where the gallery is not open yet. It must be quick and must
        not wait for a request of this service.

        Returns:
            What ends the subscription, from any thread and harmless twice; a call
            that has begun may still come to its end.
        """
        key = object()
        self._subscribers[key] = callback

        def unsubscribe() -> None:
            self._subscribers.pop(key, None)

        return unsubscribe

    def people(self) -> Future[list[Person]]:
        """Ask for everyone, by name without regard to case."""
        return self._submit(self._read, lambda store: store.people())

    def enrol(self, name: str, samples: Sequence[FaceSample]) -> Future[Person]:
        """Add samples to a person, as ``GalleryStore.enrol`` does."""
        return self._submit(self._change, lambda store: store.enrol(name, samples))

    def rename(self, person_id: int, name: str) -> Future[Person]:
        """Give a person another name, as ``GalleryStore.rename`` does."""
        return self._submit(self._change, lambda store: store.rename(person_id, name))

    def delete(self, person_id: int) -> Future[None]:
        """Forget a person, as ``GalleryStore.delete`` does."""
        return self._submit(self._change, lambda store: store.delete(person_id))

    def outdated(self, after: int = 0, most: int | None = None) -> Future[list[tuple[int, Image]]]:
        """Ask for the samples that another network embedded, as ``GalleryStore.outdated`` does."""
        return self._submit(self._read, lambda store: store.outdated(self._model_id, after, most))

    def renew(self, embeddings: Mapping[int, Floats]) -> Future[None]:
        """Replace samples' embeddings, as ``GalleryStore.renew`` does."""
        return self._submit(self._change, lambda store: store.renew(self._model_id, embeddings))

    def close(self, timeout: float = 1.5) -> bool:
        """Finish the requests made so far, close the file and end the thread.

        Later requests get a ``GalleryError``. Harmless twice.

        Args:
            timeout: the longest wait, seconds.

        Returns:
            False if requests were still running by then; they are finished, and
            the file closed, in the background.
        """
        self._ticker.stop(0.0)
        if self._closing is None:
            self._closing = self._executor.submit(self._keeper.close)
            self._executor.shutdown(wait=False)
        try:
            self._closing.exception(timeout)
        except TimeoutError:
            _log.warning("The gallery was still busy %.1f s after it was to close.", timeout)
            return False
        self._executor.shutdown()
        return self._ticker.stop(timeout)

    def _poll_on_thread(self) -> None:
        """Have the service's thread poll the file; called on the ticker's thread."""
        try:
            polled = self._executor.submit(self._poll)
        except RuntimeError:  # it has been shut down
            return
        if error := polled.exception():
            _log.error("Looking whether the gallery has changed failed.", exc_info=error)

    def _submit(
        self,
        request: Callable[Concatenate[GalleryStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        def on_thread() -> T:
            return request(self._keeper.store(), *args, **kwargs)

        try:
            return self._executor.submit(on_thread)
        except RuntimeError:  # how an executor says that it has been shut down
            refused: Future[T] = Future()
            refused.set_exception(GalleryError("The gallery is closed: nothing was changed."))
            return refused

    # What follows runs on the service's thread.

    def _open(self) -> None:
        self._publish(self._keeper.begin())

    def _change(self, store: GalleryStore, change: Callable[[GalleryStore], T]) -> T:
        """Make a change and publish the gallery as it is then."""
        answer = change(store)
        self._publish(self._keeper.snapshot())
        return answer

    def _read(self, store: GalleryStore, read: Callable[[GalleryStore], T]) -> T:
        """Read something, and publish it if damage was found doing so."""
        answer = read(store)
        news = self._keeper.news()
        if news is not None:
            self._publish(replace(self._snapshot, trouble=news))
        return answer

    def _poll(self) -> None:
        """Publish the gallery if another program has changed it."""
        snapshot = self._keeper.poll()
        if snapshot is not None:
            self._publish(snapshot)

    def _publish(self, snapshot: GallerySnapshot) -> None:
        self._snapshot = snapshot
        for subscriber in tuple(self._subscribers.values()):
            subscriber(snapshot)
