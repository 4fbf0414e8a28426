"""The embedding network on one runtime and on another: how fast, and how alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from facecam.embed.facenet import standardised
from facecam.lab.speed.timing import Timing, race
from facecam.network import Network
from facecam.types import Floats, Image


def time_a_face(
    networks: Mapping[str, Network], crops: Sequence[Image], batch_size: int, rounds: int
) -> list[Timing]:
    """Time networks on the same batches.

    Args:
        networks: ``image`` (n, 160, 160, 3) to ``embedding`` (n, d), by name.
        crops: at least one, ``(160, 160, 3)`` uint8, RGB; used again to fill batches.
        batch_size: faces a call.
        rounds: how many calls.

    Returns:
        The times of one face: of a call, divided by ``batch_size``.
    """
    batch = _batch([crops[index % len(crops)] for index in range(batch_size)])
    calls = {
        f"{name}, batch of {batch_size}": partial(_embed, network)
        for name, network in networks.items()
    }
    return [
        replace(
            timing,
            median_ms=timing.median_ms / batch_size,
            fastest_ms=timing.fastest_ms / batch_size,
        )
        for timing in race(calls, [batch], rounds)
    ]


def lowest_cosine(first: Network, second: Network, crops: Sequence[Image]) -> float:
    """Return the cosine similarity of the least alike of two networks' embeddings."""
    batch = _batch(crops)
    one, other = _embed(first, batch), _embed(second, batch)
    cosines = (one * other).sum(axis=1) / (
        np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    )
    return float(cosines.min())


def _batch(crops: Sequence[Image]) -> Floats:
    return np.stack([standardised(crop) for crop in crops])


def _embed(network: Network, batch: Floats) -> Floats:
    return np.asarray(network.run(image=batch)["embedding"], np.float64)
