"""FaceNet: a face's crop becomes a vector whose direction says who it is.

Source: Schroff, Kalenichenko and Philbin, "FaceNet: A Unified Embedding for
Face Recognition and Clustering", 2015; the network is David Sandberg's
Inception-ResNet-v1 with fixed standardisation, ``(x - 127.5) / 128``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from facecam.embed.crop import CROP_SIZE
from facecam.embed.views import embedding_id, tight_view, views
from facecam.errors import EmbeddingError
from facecam.network import Network
from facecam.types import Floats, Image
from facecam.validity import valid_embeddings
from facecam.vectors import unit

log = logging.getLogger(__name__)

SAME = 0.99
"""A network to which black and noise are this similar says the same of every picture; the
installed one gives 0.80."""


class FaceNet:
    """The embedding network. Owned by one thread, as its network is.

    Args:
        network: ``image`` (n, 160, 160, 3) standardised to ``embedding`` (n, d).
        weights_id: names the weights.
        embedding_size: d, the length of an embedding.

    Attributes:
        model_id: names the weights and the views; see ``embedding_id``.
        embedding_size: as given.
    """

    def __init__(self, network: Network, weights_id: str, embedding_size: int) -> None:
        self.model_id = embedding_id(weights_id)
        self.embedding_size = embedding_size
        self._network = network
        self._has_failed = False

    def embed(self, crops: Sequence[Image]) -> Floats:
        """Embed crops, each in two ``views``: two runs of the network a face.

        A batch of four would save a tenth of the time a run on two cores, but
        each batch size keeps its own copy of 90 MB of weights.

        Args:
            crops: ``(160, 160, 3)`` uint8, RGB.

        Returns:
            ``(n, d)`` float32, rows of length 1: the direction between both views'.

        Raises:
            EmbeddingError: the network gave no embedding of one of them.
        """
        vectors = np.empty((len(crops), self.embedding_size), np.float32)
        for row, crop in zip(vectors, crops, strict=True):
            whole, tight = views(crop)
            row[:] = self._direction(self._embed_view(whole) + self._embed_view(tight))
        return vectors

    def warm_up(self) -> None:
        """Have the network planned now, and make sure that it tells two pictures apart.

        Planning holds Python's lock for 80 ms: a picture that moves already would halt
        if the first face had to wait for it. The second picture takes another run.

        Raises:
            EmbeddingError: it gives no embeddings, or always the same.
        """
        shape = (CROP_SIZE, CROP_SIZE, 3)
        noise = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
        if not self._embed_view(np.zeros(shape, np.uint8)) @ self._embed_view(noise) < SAME:
            raise self._failure()

    def embed_fast(self, crop: Image) -> Floats:
        """Embed one view only: half the time, for a first answer.

        Args:
            crop: ``(160, 160, 3)`` uint8, RGB.

        Returns:
            ``(d,)`` float32 of length 1, comparable with what ``embed`` gives.

        Raises:
            EmbeddingError: the network gave no embedding of it.
        """
        return self._embed_view(tight_view(crop))

    def _embed_view(self, view: Image) -> Floats:
        return self._direction(self._network.run(image=standardised(view)[None])["embedding"][0])

    def _direction(self, vector: Floats) -> Floats:
        """Return a vector at length 1, if it can be an embedding."""
        direction: Floats = unit(vector[None])[0]
        if direction.shape != (self.embedding_size,) or not valid_embeddings(direction[None])[0]:
            raise self._failure()
        return direction

    def _failure(self) -> EmbeddingError:
        """Return what to raise; the log hears of the first only."""
        error = EmbeddingError()
        if not self._has_failed:
            log.error("%s", error)
        self._has_failed = True
        return error


def standardised(crop: Image) -> Floats:
    """Return ``crop`` as float32 ``(x - 127.5) / 128``, the same shape."""
    scaled: Floats = (crop.astype(np.float32) - np.float32(127.5)) / np.float32(128)
    return scaled
