"""Embeds the stored crops of a gallery again when the network has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Protocol

from facecam.types import Floats, Image

log = logging.getLogger(__name__)

BATCH_SIZE = 16
"""So many samples are read and kept at a time: whoever is interrupted goes on from there,
and a gallery whose crops take more than the memory there is can be renewed."""


class Renewable(Protocol):
    """A gallery, whose samples may be another network's; ``GalleryStore`` is one."""

    def outdated(self, model_id: str, after: int, most: int, /) -> Sequence[tuple[int, Image]]:
        """Return number and crop of samples that ``model_id`` has not embedded, oldest first.

        Args:
            model_id: the network.
            after: only samples of higher numbers.
            most: how many at most.
        """

    def renew(self, model_id: str, embeddings: Mapping[int, Floats], /) -> None:
        """Replace samples' embeddings, by number, by those that ``model_id`` made."""


def renew(
    gallery: Renewable,
    model_id: str,
    embed: Callable[[Sequence[Image]], Floats],
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Embed the samples of a gallery again that another network has embedded.

    Args:
        gallery: whose samples.
        model_id: the network of now.
        embed: it: crops to ``(n, d)`` float32 rows of length 1.
        is_wanted: asked before each ``BATCH_SIZE`` samples.

    Raises:
        CancelledError: it was not wanted any more; what was embedded is kept.
        GalleryError: the gallery cannot be read or written.
    """
    after = 0
    while some := gallery.outdated(model_id, after, BATCH_SIZE):
        if after == 0:
            log.info("Samples of another network are embedded again.")
        if not is_wanted():
            raise CancelledError
        embeddings = embed([crop for _, crop in some])
        rows = {number: row for (number, _), row in zip(some, embeddings, strict=True)}
        gallery.renew(model_id, rows)
        after = some[-1][0]
