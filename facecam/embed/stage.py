"""Embedding the faces that are tracked: in the caller's thread, or in one of its own.

Tracking a face takes a few milliseconds a frame, embedding it ten times as
long. ``InlineEmbedding`` makes each embedding at once, for callers that want every
frame's answer complete; ``ThreadedEmbedding`` makes them in a thread of its own, so that
frames do not wait and detection and embedding keep two cores busy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from facecam.errors import EmbeddingError
from facecam.types import FaceSample, Floats, Image
from facecam.worker_thread import WorkerThread


class Embedder(Protocol):
    """Turns crops into embeddings.

    Attributes:
        model_id: names the embeddings; only those of one id can be compared.
        embedding_size: d, the length of an embedding.
    """

    model_id: str
    embedding_size: int

    def embed(self, crops: Sequence[Image]) -> Floats:
        """Return ``(n, d)`` float32 unit rows for n crops, ``(160, 160, 3)`` uint8, RGB.

        Raises:
            EmbeddingError: the network gave no embedding of one of them.
        """

    def embed_fast(self, crop: Image) -> Floats:
        """Return ``(d,)`` for one crop, less exact and in less time; raises as ``embed``."""


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingRequest:
    """A face to embed.

    Attributes:
        track_id: whose face it is.
        crop: ``(160, 160, 3)`` uint8, RGB.
        score: the detector's, 0 to 1.
        quality: what the embedding will be worth, above 0, up to 1.
        visibility: how well the face can be seen; see ``facecam.quality``.
        at: the frame's ``timeline_s``.
        is_fast: whether to use ``embed_fast``: a less exact answer in half the time.
    """

    track_id: int
    crop: Image
    score: float
    quality: float
    visibility: float
    at: float
    is_fast: bool = False


Embedded = tuple[EmbeddingRequest, FaceSample | None]
"""A request and its sample; None where the network gave no embedding."""


class EmbeddingStage(Protocol):
    """Takes requests, gives samples back. Used by one thread."""

    @property
    def is_free(self) -> bool:
        """Whether a request would be begun at once."""

    def submit(self, request: EmbeddingRequest) -> None:
        """Begin to embed a face; only while ``is_free``."""

    def finished(self, timeout_s: float = 0.0) -> Embedded | None:
        """Return what was finished since the last call, or None.

        Args:
            timeout_s: how long to wait for what is being embedded, seconds.
        """


class InlineEmbedding:
    """Embeds at once, in the caller's thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._finished: Embedded | None = None

    @property
    def is_free(self) -> bool:
        """True unless the last sample was not fetched."""
        return self._finished is None

    def submit(self, request: EmbeddingRequest) -> None:
        """Embed a face."""
        self._finished = (request, sample_of(request, self._embedder))

    def finished(self, timeout_s: float = 0.0) -> Embedded | None:  # noqa: ARG002 - the Protocol has it
        """Return the sample of the last request, once; there is nothing to wait for."""
        finished, self._finished = self._finished, None
        return finished


class ThreadedEmbedding(WorkerThread[EmbeddingRequest, FaceSample | None]):
    """Embeds in a thread of its own, which owns the embedder from then on.

    Args:
        embedder: makes the embeddings.
        on_finished: called from that thread after each; must return at once.
    """

    def __init__(self, embedder: Embedder, on_finished: Callable[[], None]) -> None:
        super().__init__(
            lambda request: sample_of(request, embedder), on_finished, "facecam-embedding"
        )


def sample_of(request: EmbeddingRequest, embedder: Embedder) -> FaceSample | None:
    """Embed a request's crop; None where the network gives no embedding."""
    crop = request.crop
    try:
        embedding = embedder.embed_fast(crop) if request.is_fast else embedder.embed([crop])[0]
    except EmbeddingError:
        return None  # the others' faces are judged all the same, and this one's says why not
    return FaceSample(crop, embedding, embedder.model_id, request.score, request.quality)
