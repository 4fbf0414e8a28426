"""Engines as every command runs them: one recogniser, one gallery, any source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from facecam import paths
from facecam.memory import share_freed_memory

if TYPE_CHECKING:
    from facecam.engine import Engine
    from facecam.gallery import GalleryService
    from facecam.pipeline import VideoRecogniser
    from facecam.settings import Settings
    from facecam.types import Floats, Image


@dataclass(frozen=True, slots=True)
class Engines:
    """What makes an engine for any source, and the gallery that all of them share.

    Attributes:
        open_engine: takes a source's specification; the engine is not started.
        gallery: there also while no engine is, as when a source cannot be opened.
    """

    open_engine: Callable[[str], Engine]
    gallery: GalleryService


class _Waiting:
    """A gallery service, for whom it may keep waiting."""

    def __init__(self, service: GalleryService) -> None:
        self._service = service

    def outdated(self, _model_id: str, after: int, most: int) -> Sequence[tuple[int, Image]]:
        return self._service.outdated(after, most).result()

    def renew(self, _model_id: str, embeddings: Mapping[int, Floats]) -> None:
        self._service.renew(embeddings).result()


@contextmanager
def engines(
    settings: Settings,
    gallery: Path | None,
    backend: str | None = None,
    *,
    every_frame: bool = False,
    on_opened: Callable[[VideoRecogniser], object] = lambda _: None,
) -> Iterator[Engines]:
    """Keep the gallery open, and give what makes an engine for a source.

    Args:
        settings: what the recogniser goes by.
        gallery: the gallery file, None for the user's own.
        backend: what runs the networks, None for LiteRT.
        every_frame: process every frame of a recording, as fast as that goes.
        on_opened: called with each engine's recogniser, in the engine's thread.

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

    def recogniser(is_wanted: Callable[[], bool] = lambda: True) -> VideoRecogniser:
        # On the worker's thread, so that the picture need not wait for the networks.
        from facecam.pipeline import open_video_recogniser

        opened = open_video_recogniser(
            _Waiting(service),
            min_face_px=settings.min_face_px,
            one_stranger_in=settings.one_stranger_in,
            backend=backend or "litert",
            is_wanted=is_wanted,
        )
        on_opened(opened)
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
