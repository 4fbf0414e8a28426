"""A gallery file over the time that it is used, whatever other programs do to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from facecam.errors import BusyGalleryError, GalleryError
from facecam.types import GallerySnapshot

if TYPE_CHECKING:
    from facecam.gallery.store import GalleryStore

_BUSY_TIMEOUT_S = 1.0  # shorter than the store's own, so that a window closes in time


class Keeper:
    """Keeps a gallery open, and opens it again where another file has come in its place.

    Where nothing can be read nobody is known, not even who was known before. Used by
    one thread.
    """

    def __init__(self, path: Path, model_id: str) -> None:
        self._path = path
        self._model_id = model_id
        self._store: GalleryStore | None = None
        self._failure: Exception = GalleryError(f"The gallery {path} is not open yet.")
        self._tried: tuple[int, ...] | None = None
        self._is_closed = False
        self._is_stale = False
        self._notice = self._told = ""

    def begin(self) -> GallerySnapshot:
        """Open the file, which is created where there is none.

        Returns:
            The gallery, or a snapshot of nobody with the reason why it cannot be read.
        """
        try:
            return self._open()
        except GalleryError as error:
            return self._let_go(error)

    def close(self) -> None:
        """Let go of the file, for good."""
        self._is_closed = True
        self._let_go(GalleryError(f"The gallery {self._path} is closed."))

    def store(self) -> GalleryStore:
        """Return the store.

        Raises:
            GalleryError: the gallery cannot be opened, or is no longer there.
        """
        if self._store is None:
            raise self._failure
        return self._store

    def snapshot(self) -> GallerySnapshot:
        """Return the gallery as it is now.

        Raises:
            GalleryError: it cannot be read.
        """
        store = self.store()
        snapshot = store.snapshot(self._model_id)
        self._is_stale = False
        self._told, notice, self._notice = snapshot.trouble, self._notice, ""
        said = [notice, snapshot.trouble, store.read_only]
        return replace(snapshot, trouble=" ".join(filter(None, said)))

    def news(self) -> str | None:
        """Return what was found damaged since the last snapshot, None if nothing was."""
        if self._store is None or self._store.trouble == self._told:
            return None
        self._told = self._store.trouble
        return self._told

    def poll(self) -> GallerySnapshot | None:
        """Read what other programs have changed; cheap where they have changed nothing.

        Returns:
            The gallery as it is now if it is another than before; of nobody, with the
            reason, if it can no longer be read.
        """
        try:
            return None if self._is_closed else self._poll()
        except BusyGalleryError as error:  # until the next time
            return None if self._store is not None else self._let_go(error)
        except GalleryError as error:
            return self._let_go(error)

    def _poll(self) -> GallerySnapshot | None:
        if self._store is not None and self._store.is_in_place:
            self._is_stale = self._store.was_changed() or self._is_stale
            return self.snapshot() if self._is_stale else None
        state = self._state()
        if self._store is None and state == self._tried:
            return None  # still what could not be opened
        if state:
            return self._open()
        self._tried = state
        raise GalleryError(
            f"The gallery {self._path} is no longer there and nobody is known: "
            "put it back, or start Facecam again to begin a new one."
        )

    def _open(self) -> GallerySnapshot:
        # Imported on this thread: SQLAlchemy takes a sixth of a second.
        from facecam.gallery.store import GalleryStore

        self._let_go(self._failure)
        self._tried = self._state()
        try:
            self._store = GalleryStore(self._path, busy_timeout_s=_BUSY_TIMEOUT_S)
            self._notice = self._store.notice
            return self.snapshot()
        except BusyGalleryError:
            self._tried = None
            raise
        except Exception as error:  # a bug too is raised again, by whoever asks for the store
            self._failure = error
            raise

    def _let_go(self, why: Exception) -> GallerySnapshot:
        if self._store is not None:
            self._store.close()
        self._store, self._failure = None, why
        return nobody(self._model_id, str(why))

    def _state(self) -> tuple[int, ...]:
        """Return what tells whether another file is at the path, or it was changed."""
        try:
            found = self._path.stat()
        except OSError:
            return ()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def nobody(model_id: str, trouble: str = "") -> GallerySnapshot:
    """Return the snapshot of a gallery that has not been read, or cannot be."""
    return GallerySnapshot(
        model_id, np.empty((0, 0), np.float32), np.empty(0, np.int64), {}, trouble=trouble
    )
