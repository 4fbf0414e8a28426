"""Are two pictures of one person? Accuracy by LFW's protocol.

Every picture is embedded once. In each fold, the pairs are judged with the
similarity threshold that is best on all the other folds; accuracy is the mean
over the folds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.errors import UsageError
from facecam.evaluation.pairs import Fold
from facecam.picture import load_picture
from facecam.types import Detection, Floats, Image

Detect = Callable[[Image], Sequence[Detection]]
"""A picture to the faces in it."""

Embed = Callable[[Image, Floats], Floats]
"""A picture and a box ``(4,)`` in it to the embedding ``(512,)`` of length 1."""

Level = Callable[[Floats], Floats]
"""Embeddings ``(n, d)`` to how near each is to strangers anyway, ``(n,)``."""

Track = Callable[[Sequence[Path]], Iterable[Path]]
"""Passes pictures through, and may show how far it is."""

CENTRE_BOX_SHARE = 0.4
"""How much of the picture's sides a face takes when none is found: in LFW's
pictures, 250 px wide, a face is about 100 px wide and stands in the middle."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification run gave.

    Attributes:
        accuracy: share of pairs judged right, mean over the folds.
        accuracy_std: standard deviation over the folds.
        threshold: cosine similarity from which two pictures are called one
            person, mean over the folds.
        pairs: how many pairs were judged.
        faces_not_found: pictures in which no face was found; their middle was
            embedded instead.
        seconds: how long it took, pictures read, faces found and embedded.
    """

    accuracy: float
    accuracy_std: float
    threshold: float
    pairs: int
    faces_not_found: int
    seconds: float


def verify(
    folds: Sequence[Fold],
    detect: Detect,
    embed: Embed,
    track: Track = iter,
    level: Level | None = None,
) -> Report:
    """Measure verification accuracy.

    Args:
        folds: at least two folds of pairs.
        detect: finds faces.
        embed: embeds one.
        track: wraps the pictures to show progress.
        level: what is taken off each similarity for either picture; nothing if None.

    Raises:
        UsageError: there is one fold only, so no other to choose a threshold on.
        PictureError: a picture cannot be read.
    """
    if len(folds) < 2:
        raise UsageError("The pairs need at least 2 folds: the threshold comes from the others.")
    began_at = time.perf_counter()
    embeddings, not_found = _embed_all(folds, detect, embed, track)
    similarities = [_scores(fold, embeddings, level) for fold in folds]
    truths = [np.array([pair.same for pair in fold]) for fold in folds]
    accuracies, thresholds = cross_validate(similarities, truths)
    return Report(
        accuracy=float(accuracies.mean()),
        accuracy_std=float(accuracies.std()),
        threshold=float(thresholds.mean()),
        pairs=sum(len(fold) for fold in folds),
        faces_not_found=not_found,
        seconds=time.perf_counter() - began_at,
    )


def cross_validate(
    similarities: Sequence[NDArray[np.floating]], truths: Sequence[NDArray[np.bool_]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Judge each fold with the threshold that is best on the others.

    Args:
        similarities: ``(n,)`` a fold.
        truths: ``(n,)`` a fold, whether the pair is of one person.

    Returns:
        ``(folds,)`` accuracies and ``(folds,)`` thresholds.
    """
    accuracies, thresholds = [], []
    for held_out, (similarity, same) in enumerate(zip(similarities, truths, strict=True)):
        others = [index for index in range(len(truths)) if index != held_out]
        threshold = best_threshold(
            np.concatenate([similarities[index] for index in others]),
            np.concatenate([truths[index] for index in others]),
        )
        thresholds.append(threshold)
        accuracies.append(np.mean((similarity >= threshold) == same))
    return np.array(accuracies), np.array(thresholds)


def best_threshold(similarity: NDArray[np.floating], same: NDArray[np.bool_]) -> float:
    """Return the threshold with the fewest mistakes; of several, the middle one.

    Args:
        similarity: ``(n,)`` of each pair.
        same: ``(n,)`` whether the pair is of one person.
    """
    order = np.argsort(similarity)
    steps, same = np.unique(similarity), same[order]
    # The candidates lie between neighbouring similarities, and beyond both ends.
    edges = np.concatenate([[steps[0] - 1e-6], (steps[1:] + steps[:-1]) / 2, [steps[-1] + 1e-6]])
    below = np.searchsorted(similarity[order], edges)
    same_below = np.concatenate([[0], np.cumsum(same)])[below]
    different_above = np.count_nonzero(~same) - (below - same_below)
    mistakes = same_below + different_above
    best = np.flatnonzero(mistakes == mistakes.min())
    return float(edges[best[len(best) // 2]])


def central_face(image: Image, faces: Sequence[Detection]) -> Detection | None:
    """Return the face that the picture is about: large and near the middle.

    Its area counts, less twice the square of its distance from the middle, so
    that a bigger bystander at the edge loses against the face in the middle.
    """

    def weight(face: Detection) -> float:
        x1, y1, x2, y2 = (float(value) for value in face.box)
        from_centre = np.hypot((x1 + x2 - image.shape[1]) / 2, (y1 + y2 - image.shape[0]) / 2)
        return (x2 - x1) * (y2 - y1) - 2.0 * float(from_centre) ** 2

    return max(faces, key=weight, default=None)


def centre_box(image: Image) -> Floats:
    """Return the box ``(4,)`` in the middle where a face should have been."""
    size = np.array([image.shape[1], image.shape[0]], np.float32)
    half = size * CENTRE_BOX_SHARE / 2
    return np.concatenate([size / 2 - half, size / 2 + half])


def _scores(fold: Fold, embeddings: dict[Path, Floats], level: Level | None) -> Floats:
    first = np.stack([embeddings[pair.first] for pair in fold])
    second = np.stack([embeddings[pair.second] for pair in fold])
    cosines: Floats = (first * second).sum(axis=1)
    return cosines if level is None else cosines - level(first) - level(second)


def _embed_all(
    folds: Sequence[Fold], detect: Detect, embed: Embed, track: Track
) -> tuple[dict[Path, Floats], int]:
    paths = sorted({path for fold in folds for pair in fold for path in (pair.first, pair.second)})
    embeddings: dict[Path, Floats] = {}
    not_found = 0
    for path in track(paths):
        image = load_picture(path)
        face = central_face(image, detect(image))
        not_found += face is None
        embeddings[path] = embed(image, centre_box(image) if face is None else face.box)
    return embeddings, not_found
