"""The installed networks and calibration opened, and put together to recognisers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from facecam.detect.mtcnn import Mtcnn
from facecam.embed.facenet import FaceNet
from facecam.embed.stage import Embedder
from facecam.match import Matcher
from facecam.network import Backend, open_network
from facecam.pipeline.still import Recogniser
from facecam.pipeline.video import VideoRecogniser
from facecam.renewal import Renewable, renew
from facecam.scoring.calibrated_index import CalibratedScoring, CosineScoring
from facecam.scoring.calibration import NoCalibrationError, find_calibration
from facecam.track.search import Detector
from facecam.weights import find_model

log = logging.getLogger(__name__)

T = TypeVar("T")


def open_recogniser(
    gallery: Renewable | None = None,
    *,
    min_face_px: int = 40,
    one_stranger_in: int = 1000,
    threads: int = 2,
    backend: str = "litert",
) -> Recogniser:
    """Open what recognises the faces of single pictures.

    Args:
        gallery: with whose snapshots faces will be compared, None for none. Samples in
            it that another network has embedded are embedded again, so that they count.
        min_face_px: the smallest face to find, pixels.
        one_stranger_in: of so many strangers one may be given a name.
        threads: processor cores a network may use.
        backend: ``litert`` or ``tensorflow``.

    Raises:
        WeightsError: weights are missing or damaged.
        GalleryError: the gallery cannot be read or written.
    """
    return _open(
        Recogniser, gallery, min_face_px, one_stranger_in, threads, backend, is_wanted=lambda: True
    )


def open_video_recogniser(
    gallery: Renewable | None = None,
    *,
    min_face_px: int = 40,
    one_stranger_in: int = 1000,
    threads: int = 2,
    backend: str = "litert",
    is_wanted: Callable[[], bool] = lambda: True,
) -> VideoRecogniser:
    """Open what follows and names the faces of one source; see ``open_recogniser``.

    Args:
        gallery: as for ``open_recogniser``.
        min_face_px: as for ``open_recogniser``.
        one_stranger_in: as for ``open_recogniser``.
        threads: as for ``open_recogniser``.
        backend: as for ``open_recogniser``.
        is_wanted: asked now and then whether to go on.

    Raises:
        WeightsError: weights are missing or damaged.
        GalleryError: the gallery cannot be read or written.
        CancelledError: the recogniser was not wanted any more.
    """
    return _open(
        VideoRecogniser, gallery, min_face_px, one_stranger_in, threads, backend, is_wanted
    )


def _open(
    kind: Callable[[Detector, Embedder, Matcher], T],
    gallery: Renewable | None,
    min_face_px: int,
    one_stranger_in: int,
    threads: int,
    backend: str,
    is_wanted: Callable[[], bool],
) -> T:
    runtime = Backend(backend)
    embedder = open_embedder(threads=threads, backend=runtime)
    embedder.warm_up()
    detector = open_detector(min_face_px=min_face_px, threads=threads, backend=runtime)
    scoring = open_scoring(embedder.model_id, embedder.embedding_size)
    if gallery is not None:
        renew(gallery, embedder.model_id, embedder.embed, is_wanted)
    return kind(detector, embedder, Matcher(scoring, 1 / one_stranger_in))


def open_detector(*, min_face_px: int, threads: int, backend: Backend) -> Mtcnn:
    """Open the installed MTCNN; see ``open_recogniser``."""
    model = find_model("mtcnn")
    pnet, rnet, onet, refining_onet = (
        open_network(model, name, backend, threads) for name in ("pnet", "rnet", "onet", "onet")
    )
    return Mtcnn(pnet, rnet, onet, min_face_px=min_face_px, refining_onet=refining_onet)


def open_embedder(*, threads: int, backend: Backend) -> FaceNet:
    """Open the installed FaceNet; see ``open_recogniser``."""
    model = find_model("facenet")
    network = open_network(model, "facenet", backend, threads)
    return FaceNet(network, model.manifest.id, model.manifest.embedding_size or 0)


def open_scoring(model_id: str, size: int | None = None) -> CalibratedScoring | CosineScoring:
    """Return what compares the embeddings of a model: by its calibration, if there is one.

    Args:
        model_id: names the embeddings.
        size: how many values one has; None where that is not known.

    Raises:
        WeightsError: the calibration to use is damaged or another model's.
    """
    try:
        return CalibratedScoring(find_calibration(model_id, size))
    except NoCalibrationError:
        log.warning("There is no calibration: names are given by plain cosine similarity.")
        return CosineScoring()
