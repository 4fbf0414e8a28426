"""Engines as every command runs them: one recogniser, one gallery, any source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from facecam import paths
from facecam.memory import share_freed_memory

if TYPE_CHECKING:
    from facecam.engine import Engine
    from facecam.gallery import GalleryService
    from facecam.pipeline import Recogniser
    from facecam.settings import Settings


@dataclass(frozen=True, slots=True)
class Engines:
    """What makes an engine for any source, and the gallery that all of them share.

    Attributes:
        open_engine: takes a source's specification; the engine is not started.
        gallery: there also while no engine is, as when a source cannot be opened.
    """

    open_engine: Callable[[str], Engine]
    gallery: GalleryService


@contextmanager
def engines(
    settings: Settings,
    gallery: Path | None,
    backend: str | None = None,
    *,
    every_frame: bool = False,
) -> Iterator[Engines]:
    """Keep the gallery open, and give what makes an engine for a source.

    Args:
        settings: what the recogniser goes by.
        gallery: the gallery file, None for the user's own.
        backend: what runs the networks, None for LiteRT.
        every_frame: look at every frame of a recording, as fast as that goes.

    Raises:
        WeightsError: the weights are not installed.
    """
    share_freed_memory()
    from facecam.capture import open_source
    from facecam.embed.views import embedding_id
    from facecam.engine import Engine
    from facecam.gallery import GalleryService
    from facecam.weights import find_model

    model_id = embedding_id(find_model("facenet").manifest.id)
    service = GalleryService(paths.gallery_file(gallery), model_id, wait=False)

    def recogniser(_is_wanted: Callable[[], bool] = lambda: True) -> Recogniser:
        # On the worker's thread, so that the picture need not wait for the networks.
        from facecam.pipeline import open_recogniser
        from facecam.renewal import renew

        opened = open_recogniser(
            min_face_px=settings.min_face_px,
            one_stranger_in=settings.one_stranger_in,
            backend=backend or "litert",
        )
        service.wait_until_open()
        renew(service.outdated().result(), opened.embed, lambda new: service.renew(new).result())
        return opened

    def open_engine(spec: str) -> Engine:
        source = open_source(spec)
        return Engine(source, recogniser, service, every_frame=every_frame and not source.live)

    try:
        if backend == "tensorflow":
            recogniser()  # imported after a QApplication, TensorFlow has crashed for others
        yield Engines(open_engine, service)
    finally:
        service.close()
