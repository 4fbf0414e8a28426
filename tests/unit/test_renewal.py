"""Stored crops embedded again when the network changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError

import numpy as np
import pytest

from facecam.renewal import BATCH_SIZE, renew
from facecam.types import Floats, Image


class OldGallery:
    """Samples of another network, each with a crop of its number; so they stay, whatever is kept.

    Attributes:
        portions: the embeddings it was given to keep, in order.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self.portions: list[dict[int, float]] = []

    def outdated(self, model_id: str, after: int, most: int) -> Sequence[tuple[int, Image]]:
        assert model_id == "new"
        numbers = range(after + 1, self._count + 1)[:most]
        return [(number, np.full((160, 160, 3), number, np.uint8)) for number in numbers]

    def renew(self, model_id: str, embeddings: Mapping[int, Floats]) -> None:
        assert model_id == "new"
        self.portions.append({number: float(row[0]) for number, row in embeddings.items()})


def embed(pictures: Sequence[Image]) -> Floats:
    return np.array([[picture[0, 0, 0]] for picture in pictures], np.float32)


def test_each_sample_gets_the_embedding_of_its_own_crop():
    gallery = OldGallery(5)
    renew(gallery, "new", embed)
    assert gallery.portions == [{number: number for number in range(1, 6)}]


def test_many_are_kept_some_at_a_time_so_that_an_interruption_costs_little():
    gallery = OldGallery(2 * BATCH_SIZE + 1)
    renew(gallery, "new", embed)
    assert [len(portion) for portion in gallery.portions] == [BATCH_SIZE, BATCH_SIZE, 1]


def test_where_nothing_is_outdated_nothing_is_embedded_or_written():
    def never(pictures: Sequence[Image]) -> Floats:
        pytest.fail("something was embedded")

    gallery = OldGallery(0)
    renew(gallery, "new", never)
    assert gallery.portions == []


def test_once_it_is_not_wanted_any_more_it_stops_and_keeps_what_was_done():
    gallery = OldGallery(3 * BATCH_SIZE)
    with pytest.raises(CancelledError):
        renew(gallery, "new", embed, is_wanted=lambda: len(gallery.portions) < 2)
    assert [len(portion) for portion in gallery.portions] == [BATCH_SIZE, BATCH_SIZE]
