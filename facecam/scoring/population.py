"""What strangers' embeddings are like: a few clusters, each a mean, and one shared covariance.

It is made of averages only. A single Gaussian would miss that some faces have many
others like them; a mixture of Gaussians, one a cluster of similar faces, does not.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.types import Floats
from facecam.vectors import unit

CLUSTERS = 32
LEAST_PEOPLE = 10
"""A cluster of fewer joins its neighbour, so that no mean stands for a few people."""
LENGTH_TOLERANCE = 0.01
"""How far the mean squared length of a population's vectors may be from 1: directions of
little variance are left out, and files keep 16 bits a number."""
SMALLEST_SPREAD = 1e-6
"""Directions with less variance are left out; FaceNet's embeddings use about 100 of 512."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """A mixture of Gaussians with one covariance, from which strangers are drawn.

    Attributes:
        means: ``(clusters, d)`` float32, the mean embedding of each cluster.
        shares: ``(clusters,)`` float32, how much of the population each is; they sum to 1.
        covariance_root: ``(r, d)`` float32 R; ``R.T @ R`` is the covariance around the means.
    """

    means: Floats
    shares: Floats
    covariance_root: Floats

    def __post_init__(self) -> None:
        """Refuse what does not describe vectors of length 1.

        Any ``covariance_root`` makes a covariance that is positive semi-definite.

        Raises:
            ValueError: shapes differ, or numbers are out of range.
        """
        clusters, size = self.means.shape
        if self.shares.shape != (clusters,) or self.covariance_root.shape[1:] != (size,):
            raise ValueError("the parts of a population do not fit together")
        if not ((self.shares > 0).all() and abs(self.shares.sum() - 1) <= LENGTH_TOLERANCE):
            raise ValueError("a population's shares do not sum to 1")
        with np.errstate(over="ignore", invalid="ignore"):
            around = float((self.covariance_root**2).sum())
            length = float(self.shares @ (self.means**2).sum(axis=1)) + around
        if not abs(length - 1) <= LENGTH_TOLERANCE:
            raise ValueError(f"a population's vectors have the mean squared length {length}")

    @property
    def size(self) -> int:
        """How many values a vector has."""
        return int(self.means.shape[1])

    def draw(self, count: int, seed: int | Sequence[int]) -> Floats:
        """Draw ``(count, d)`` float32 rows of length 1; the same for the same seed."""
        rng = np.random.default_rng(seed)
        shares = self.shares.astype(np.float64)
        clusters = rng.choice(len(shares), count, p=shares / shares.sum())
        noise = rng.standard_normal((count, len(self.covariance_root))).astype(np.float32)
        return unit(self.means[clusters] + noise @ self.covariance_root)


def fit_population(embeddings: Floats, people: NDArray[np.int64]) -> Population:
    """Describe the people of a collection, each with one vote however often pictured.

    Args:
        embeddings: ``(n, d)`` float32, rows of length 1.
        people: ``(n,)`` who each row shows.
    """
    _, person, pictures = np.unique(people, return_inverse=True, return_counts=True)
    sums = np.zeros((len(pictures), embeddings.shape[1]), np.float64)
    np.add.at(sums, person, embeddings)
    cluster = _clusters(sums / pictures[:, None])[person]
    votes = 1.0 / pictures[person] / len(pictures)
    shares = np.bincount(cluster, votes)
    means = np.stack(
        [votes[cluster == k] @ embeddings[cluster == k] / share for k, share in enumerate(shares)]
    )
    around = (embeddings - means[cluster]) * np.sqrt(votes)[:, None]
    variances, directions = np.linalg.eigh(around.T @ around)
    kept = variances > SMALLEST_SPREAD
    covariance_root = (directions[:, kept] * np.sqrt(variances[kept])).T
    return Population(*(part.astype(np.float32) for part in (means, shares, covariance_root)))


def _clusters(people: NDArray[np.float64]) -> NDArray[np.intp]:
    """Part people ``(n, d)`` by k-means, and dissolve clusters that are too small."""
    from scipy.cluster.vq import kmeans2

    wanted = min(CLUSTERS, len(people) // LEAST_PEOPLE)
    if wanted < 2:
        return np.zeros(len(people), np.intp)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of empty clusters
        _, found = kmeans2(people, wanted, iter=30, minit="++", seed=1)
    cluster = np.asarray(found, np.intp)
    while True:
        numbers, cluster, sizes = np.unique(cluster, return_inverse=True, return_counts=True)
        smallest = int(sizes.argmin())
        if sizes[smallest] >= LEAST_PEOPLE or len(numbers) == 1:
            return cluster
        means = np.stack([people[cluster == k].mean(axis=0) for k in range(len(numbers))])
        nearness = people @ means.T / np.linalg.norm(means, axis=1)
        nearness[:, smallest] = -np.inf
        cluster = np.where(cluster == smallest, nearness.argmax(axis=1), cluster)
