"""``facecam`` without a command: the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from facecam import paths
from facecam.cli.options import settings_with

if TYPE_CHECKING:
    from facecam.engine import Engine
    from facecam.pipeline import Recogniser
    from facecam.settings import Settings

_ONE_BLAS_THREAD = ("OPENBLAS_NUM_THREADS", "1")

NO_CAMERA = (
    "No camera was found: this is the built-in demo. Plug one in, or choose Source, Open file."
)


def show(
    source: str | None,
    gallery: Path | None,
    min_face: int | None,
    strangers: int | None,
    backend: str | None,
) -> int:
    """Open the window and return its exit code once it is closed.

    Args:
        source: what to show; None takes the settings' source, else the first
            camera, else the demo.
        gallery: the gallery file, None for the user's own.
        min_face: the smallest face to look for, pixels; None for the settings'.
        strangers: of how many strangers one may be named; None for the settings'.
        backend: what runs the networks, None for LiteRT.

    Raises:
        DisplayError: there is no screen.
        WeightsError: the weights are not installed.
    """
    settings = settings_with(min_face, strangers)
    chosen, banner = first_source(source or settings.source)
    with engines(settings, gallery, backend) as open_engine:
        from facecam import gui

        return gui.run(open_engine, chosen, settings, banner)


@contextmanager
def engines(
    settings: Settings, gallery: Path | None, backend: str | None = None
) -> Iterator[Callable[[str], Engine]]:
    """Keep the gallery open, and give what makes an engine for a source.

    Args:
        settings: what the recogniser goes by.
        gallery: as for ``show``.
        backend: as for ``show``.

    Raises:
        WeightsError: the weights are not installed.
    """
    # Before numpy is imported: its threads would wait for work by spinning, on
    # the cores that Qt and the networks need.
    os.environ.setdefault(*_ONE_BLAS_THREAD)
    from facecam.capture import open_source
    from facecam.embed.views import embedding_id
    from facecam.engine import Engine
    from facecam.gallery import GalleryService
    from facecam.weights import find_model

    model_id = embedding_id(find_model("facenet").manifest.id)
    service = GalleryService(paths.gallery_file(gallery), model_id, wait=False)

    def recogniser() -> Recogniser:
        # On the worker's thread, so that the picture need not wait for the networks.
        from facecam.pipeline import open_recogniser

        opened = open_recogniser(
            min_face_px=settings.min_face_px,
            one_stranger_in=settings.one_stranger_in,
            backend=backend or "litert",
        )
        service.wait_until_open()
        return opened

    def open_engine(spec: str) -> Engine:
        return Engine(open_source(spec), recogniser, service)

    try:
        if backend == "tensorflow":
            recogniser()  # imported after a QApplication, TensorFlow has crashed for others
        yield open_engine
    finally:
        service.close()


def first_source(wanted: str | None) -> tuple[str, str | None]:
    """Return the source to begin with, and the sentence for the banner or None."""
    from facecam.capture import list_cameras

    if wanted:
        return wanted, None
    cameras = list_cameras()
    return (str(cameras[0].index), None) if cameras else ("demo", NO_CAMERA)
