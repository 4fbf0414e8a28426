"""Nobody is lost when the network changes: stored crops are embedded again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from facecam.types import Floats, Image

log = logging.getLogger(__name__)

TOGETHER = 16
"""So many samples are kept at a time: whoever is interrupted goes on from there."""


def renew(
    outdated: Sequence[tuple[int, Image]],
    embed: Callable[[Sequence[Image]], Floats],
    keep: Callable[[Mapping[int, Floats]], object],
) -> None:
    """Embed samples again that another network has embedded.

    Args:
        outdated: the samples' numbers and crops, as ``GalleryStore.outdated`` gives them.
        embed: crops to ``(n, d)`` float32 rows of length 1.
        keep: stores embeddings by sample number.
    """
    if outdated:
        log.info("%d samples of another network are embedded again.", len(outdated))
    for start in range(0, len(outdated), TOGETHER):
        some = outdated[start : start + TOGETHER]
        embeddings = embed([crop for _, crop in some])
        keep({number: row for (number, _), row in zip(some, embeddings, strict=True)})
