"""The detector that the benchmarks measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facecam.detect.mtcnn import Mtcnn

THREADS = 2
"""How many threads each network may use."""


def open_benchmark_detector(min_face_px: int) -> Mtcnn:
    """Return the detector as the program runs it on LiteRT."""
    from facecam.network import Backend
    from facecam.pipeline import open_detector

    return open_detector(min_face_px=min_face_px, threads=THREADS, backend=Backend.LITERT)
