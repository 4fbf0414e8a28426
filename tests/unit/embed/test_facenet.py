"""FaceNet over a network that answers as the test says; more of it is in test_crop.py."""

from __future__ import annotations

import numpy as np
import pytest

from facecam.embed.crop import CROP_SIZE
from facecam.embed.facenet import FaceNet, standardised
from facecam.embed.views import embedding_id, tight_view
from facecam.errors import EmbeddingError
from facecam.network import Array

CROP = np.random.default_rng(0).integers(0, 255, (CROP_SIZE, CROP_SIZE, 3), np.uint8)


class FakeNetwork:
    """Gives the answers in turn, again and again.

    Attributes:
        seen: what it was run on.
    """

    def __init__(self, *answers):
        self.answers = answers
        self.seen: list[Array] = []

    def run(self, **inputs: Array) -> dict[str, Array]:
        vector = self.answers[len(self.seen) % len(self.answers)]
        self.seen.append(inputs["image"])
        return {"embedding": np.array([vector], np.float32)}


class ColourNetwork(FakeNetwork):
    """Answers with the mean colour, whatever the view's margin."""

    def run(self, **inputs: Array) -> dict[str, Array]:
        image = inputs["image"]
        self.seen.append(image)
        return {"embedding": image.mean(axis=(1, 2))}


def test_a_face_is_embedded_in_both_views_one_at_a_time():
    network = FakeNetwork((1, 0))
    FaceNet(network, "net", 2).embed([CROP])
    whole, tight = network.seen
    np.testing.assert_array_equal(whole, standardised(CROP)[None])
    np.testing.assert_array_equal(tight, standardised(tight_view(CROP))[None])


def test_both_views_have_the_same_say_however_long_their_vectors_are():
    embeddings = FaceNet(FakeNetwork((7, 0), (0, 1)), "net", 2).embed([CROP])
    np.testing.assert_allclose(embeddings, [[0.5**0.5, 0.5**0.5]], rtol=1e-6)
    assert embeddings.dtype == np.float32


def test_every_embedding_has_length_one():
    network = FakeNetwork((3, 4, 0), (0, 1, 9), (-2, 0, 0.1))
    embeddings = FaceNet(network, "net", 3).embed([CROP] * 3)
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-6)


def test_a_fast_embedding_is_one_run_on_the_tight_view():
    network = FakeNetwork((3, 4))
    fast = FaceNet(network, "net", 2).embed_fast(CROP)
    (seen,) = network.seen
    np.testing.assert_array_equal(seen, standardised(tight_view(CROP))[None])
    np.testing.assert_allclose(fast, [0.6, 0.8], rtol=1e-6)
    assert (fast.shape, fast.dtype) == ((2,), np.float32)


@pytest.mark.parametrize("colour", [(250, 10, 10), (10, 250, 10), (10, 10, 250)])
def test_a_fast_embedding_is_comparable_with_a_full_one(colour):
    colours = np.array([(250, 10, 10), (10, 250, 10), (10, 10, 250)])
    facenet = FaceNet(ColourNetwork(), "net", 3)
    embeddings = facenet.embed([np.full_like(CROP, one) for one in colours])
    similarities = embeddings @ facenet.embed_fast(np.full_like(CROP, colour))
    assert colours[similarities.argmax()].tolist() == list(colour)
    assert similarities.max() == pytest.approx(1)


def test_warming_up_runs_the_network_on_what_a_face_will_be():
    network = FakeNetwork((1, 0), (0, 1))
    facenet = FaceNet(network, "net", 2)
    facenet.warm_up()
    facenet.embed_fast(CROP)
    *first, face = network.seen
    assert {(one.shape, one.dtype) for one in first} == {(face.shape, face.dtype)}


@pytest.mark.parametrize("answer", [(1, 0), (np.nan, 0), (0, 0)], ids=["same", "NaN", "nothing"])
def test_a_network_that_says_the_same_of_everything_is_not_used(answer):
    with pytest.raises(EmbeddingError, match="facecam models verify"):
        FaceNet(FakeNetwork(answer), "net", 2).warm_up()


NO_EMBEDDINGS = [(np.nan, 1), (np.inf, 1), (-np.inf, np.inf), (0, 0), (1e-30, 0), (3e38, 3e38)]


@pytest.mark.parametrize("answer", NO_EMBEDDINGS)
def test_what_is_no_embedding_is_never_given(answer, caplog):
    facenet = FaceNet(FakeNetwork(answer), "net", 2)
    for give in (lambda: facenet.embed([CROP]), lambda: facenet.embed_fast(CROP)):
        with pytest.raises(EmbeddingError):
            give()
    assert len(caplog.records) == 1, "the log is told once"


def test_two_views_that_cancel_each_other_make_no_embedding():
    with pytest.raises(EmbeddingError):
        FaceNet(FakeNetwork((1, 0), (-1, 0)), "net", 2).embed([CROP])


def test_an_embedding_of_another_length_is_none():
    with pytest.raises(EmbeddingError):
        FaceNet(FakeNetwork((1, 0, 0)), "net", 2).embed_fast(CROP)


def test_its_embeddings_are_named_after_weights_and_views():
    facenet = FaceNet(FakeNetwork((1, 0)), "net", 2)
    assert (facenet.model_id, facenet.embedding_size) == (embedding_id("net"), 2)
