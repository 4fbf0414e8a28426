"""The people the program knows: one SQLite file, read into immutable snapshots.

    GalleryStore(path)       the file itself, synchronous; one thread at a time
    GalleryService(path, …)  the same behind a thread of its own, answering with Futures
    store.snapshot(model_id) all that the matcher needs, never changed once made

Nothing but this package knows that there is SQL.
"""

from facecam.gallery.service import GalleryService
from facecam.gallery.store import GalleryStore

__all__ = ["GalleryService", "GalleryStore"]
