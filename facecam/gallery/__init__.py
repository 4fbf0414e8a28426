"""The people the program knows: one SQLite file, read into immutable snapshots.

    GalleryStore(path)       the file itself, synchronous; one thread at a time
    GalleryService(path, …)  the same behind a thread of its own, answering with Futures
    store.snapshot(model_id) all that the matcher needs, never changed once made

Nothing but this package knows that there is SQL. From the file up:

    schema, layout           what is in the file, at each revision; migrations bring it up
    connection, database     one file, open; inspection, permissions and faults on the way
    checksums, soundness     which rows are as they were written
    reading, writing, report rows as values, and back; store puts them together
    creation, copies         a new file, and what is kept of an old one
    salvage, repair          a sound file out of a damaged one
    keeper, ticker, service  a file that other programs use too, behind a thread
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facecam.gallery.service import GalleryService

if TYPE_CHECKING:
    from facecam.gallery.store import GalleryStore

__all__ = ["GalleryService", "GalleryStore"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute may be anything
    """Import the store when it is asked for: SQLAlchemy would keep the window waiting."""
    if name == "GalleryStore":
        from facecam.gallery.store import GalleryStore

        return GalleryStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
