"""An embedder to which every face is as like Ada as the test says."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from facecam.types import Floats, GallerySnapshot, Image
from tests.fakes.detector import TIMEOUT_S

ADAS_GALLERY = GallerySnapshot("fake", np.array([[1, 0]], np.float32), np.array([7]), {7: "Ada"})


class FakeEmbedder:
    """Embeds every face at one similarity to Ada.

    Attributes:
        similarity: that one.
        embedded: how many faces it has embedded, fast ones among them.
        embedded_fast: how many of those were fast.
    """

    def __init__(self) -> None:
        self.model_id, self.embedding_size = "fake", 2
        self.similarity = 1.0
        self.embedded = self.embedded_fast = 0

    def embed(self, crops: Sequence[Image]) -> Floats:
        self.embedded += len(crops)
        vector = [self.similarity, (1 - self.similarity**2) ** 0.5]
        return np.tile(np.array(vector, np.float32), (len(crops), 1))

    def embed_fast(self, crop: Image) -> Floats:
        self.embedded_fast += 1
        vector: Floats = self.embed([crop])[0]
        return vector


class HeldEmbedder(FakeEmbedder):
    """Tells when it has begun, and finishes when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding, self.may_finish = threading.Event(), threading.Event()

    def embed(self, crops: Sequence[Image]) -> Floats:
        self.embedding.set()
        assert self.may_finish.wait(TIMEOUT_S)
        return super().embed(crops)
