"""FaceNet: a face's crop becomes a vector whose direction says who it is.

Source: Schroff, Kalenichenko and Philbin, "FaceNet: A Unified Embedding for
Face Recognition and Clustering", 2015; the network is David Sandberg's
Inception-ResNet-v1 with fixed standardisation, ``(x - 127.5) / 128``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from facecam.network import Network
from facecam.types import Floats, Image


class FaceNet:
    """The embedding network. Owned by one thread, as its network is.

    Args:
        network: ``image`` (n, 160, 160, 3) standardised to ``embedding`` (n, d).
        model_id: names the weights; embeddings of different ids cannot be compared.
        embedding_size: d, the length of an embedding.
    """

    def __init__(self, network: Network, model_id: str, embedding_size: int) -> None:
        self.model_id = model_id
        self.embedding_size = embedding_size
        self._network = network

    def embed(self, crops: Sequence[Image]) -> Floats:
        """Embed crops, one run of the network each.

        A batch of four would save a quarter of the time a face on two cores, but
        each batch size keeps its own copy of 90 MB of weights.

        Args:
            crops: ``(160, 160, 3)`` uint8, RGB.

        Returns:
            ``(n, d)`` float32, rows of length 1.
        """
        vectors = np.empty((len(crops), self.embedding_size), np.float32)
        for row, crop in zip(vectors, crops, strict=True):
            row[:] = self._network.run(image=standardised(crop)[None])["embedding"][0]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = vectors / np.maximum(lengths, 1e-12)
        return unit


def standardised(crop: Image) -> Floats:
    """Return ``crop`` as float32 ``(x - 127.5) / 128``, the same shape."""
    scaled: Floats = (crop.astype(np.float32) - np.float32(127.5)) / np.float32(128)
    return scaled
