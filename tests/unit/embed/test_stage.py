"""Embedding inline and in a thread, on an embedder that the test can hold."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from facecam.embed.stage import EmbeddingRequest, InlineEmbedding, ThreadedEmbedding
from facecam.errors import EmbeddingError

PATIENCE_S = 10.0
EMBEDDING, FAST = np.eye(2, dtype=np.float32)


class FakeEmbedder:
    """Embeds when it may, a fast embedding in another direction than a full embedding.

    Attributes:
        begun: set when a face has reached it.
        may_finish: cleared to hold it.
    """

    model_id, embedding_size = "fake", 2

    def __init__(self):
        self.begun, self.may_finish = threading.Event(), threading.Event()
        self.may_finish.set()
        self.fault = None

    def embed(self, crops):
        self._wait()
        return np.tile(EMBEDDING, (len(crops), 1))

    def embed_fast(self, crop):
        self._wait()
        return FAST

    def _wait(self):
        self.begun.set()
        assert self.may_finish.wait(PATIENCE_S)
        if self.fault is not None:
            raise self.fault


def request(track_id=1, is_fast=False):
    crop = np.full((160, 160, 3), track_id, np.uint8)
    return EmbeddingRequest(track_id, crop, 0.9, 0.7, 0.8, 12.5, is_fast)


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture(params=["inline", "threaded"])
def stage(request, embedder):
    if request.param == "inline":
        yield InlineEmbedding(embedder)
        return
    threaded = ThreadedEmbedding(embedder, lambda: None)
    yield threaded
    embedder.may_finish.set()
    assert threaded.stop(PATIENCE_S)


def test_a_sample_holds_what_was_asked_and_the_embedding(stage):
    asked = request()
    stage.submit(asked)
    answered, sample = stage.finished(PATIENCE_S)
    assert answered is asked
    assert sample.crop is asked.crop
    np.testing.assert_array_equal(sample.embedding, EMBEDDING)
    assert (sample.model_id, sample.score, sample.quality) == ("fake", 0.9, 0.7)


def test_a_fast_embedding_is_made_where_one_is_asked_for(stage):
    stage.submit(request(is_fast=True))
    _, sample = stage.finished(PATIENCE_S)
    np.testing.assert_array_equal(sample.embedding, FAST)


def test_a_sample_is_given_once_and_the_next_face_may_come(stage):
    for track_id in (1, 2, 3):
        assert stage.is_free
        stage.submit(request(track_id))
        assert not stage.is_free
        answered, _ = stage.finished(PATIENCE_S)
        assert answered.track_id == track_id
        assert stage.finished(PATIENCE_S) is None


def test_inline_the_sample_is_there_at_once(embedder):
    stage = InlineEmbedding(embedder)
    stage.submit(request())
    assert stage.finished() is not None


def test_in_a_thread_nobody_waits_and_whoever_asked_is_told(embedder):
    told = threading.Event()
    stage = ThreadedEmbedding(embedder, told.set)
    embedder.may_finish.clear()
    stage.submit(request())
    assert embedder.begun.wait(PATIENCE_S)
    assert stage.finished() is None
    embedder.may_finish.set()
    assert told.wait(PATIENCE_S)
    assert stage.finished() is not None
    assert stage.stop(PATIENCE_S)


def test_a_face_without_an_embedding_has_no_sample_and_the_next_face_may_come(stage, embedder):
    embedder.fault = EmbeddingError()
    stage.submit(request())
    answered, sample = stage.finished(PATIENCE_S)
    assert (answered.track_id, sample) == (1, None)
    embedder.fault = None
    stage.submit(request(2))
    assert stage.finished(PATIENCE_S)[1] is not None


def test_a_bug_in_the_network_is_raised_where_the_sample_is_wanted(embedder):
    stage = ThreadedEmbedding(embedder, lambda: None)
    embedder.fault = ZeroDivisionError("a bug")
    stage.submit(request())
    with pytest.raises(ZeroDivisionError, match="a bug"):
        stage.finished(PATIENCE_S)
    assert stage.stop(PATIENCE_S)
