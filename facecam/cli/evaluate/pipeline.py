"""The detector and the embedder that every evaluation runs through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facecam.types import Detection, Floats, Image

MIN_FACE_PX = 20
"""LFW's pictures are 250 px wide; what stands in their middle may be small."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages opened.

    Attributes:
        model_id: the network that embeds.
        detect: a picture to its faces.
        embed: a picture and a box to an embedding.
    """

    model_id: str
    detect: Callable[[Image], Sequence[Detection]]
    embed: Callable[[Image, Floats], Floats]


def open_stages(backend: str | None) -> Stages:
    """Open the installed networks.

    Raises:
        WeightsError: weights are missing or damaged.
    """
    from facecam.embed.crop import crop_face
    from facecam.network import Backend
    from facecam.pipeline import open_detector, open_embedder

    runtime = Backend(backend or "litert")
    detector = open_detector(min_face_px=MIN_FACE_PX, threads=2, backend=runtime)
    embedder = open_embedder(threads=2, backend=runtime)

    def embed(image: Image, box: Floats) -> Floats:
        embedding: Floats = embedder.embed([crop_face(image, box)])[0]
        return embedding

    return Stages(embedder.model_id, detector.detect, embed)
