"""Networks that see where each of their pictures was cut from, and know where the faces are.

They are given ``ramp`` pictures, in which every pixel tells its place. So what the
cascade makes of their answers can be checked without weights: which squares it shows
to which network, and whose corrections it takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from facecam.boxes import overlaps, squared
from facecam.network import Array
from facecam.types import Floats, Image

WINDOW, STRIDE = 12, 2
LEAST_OVERLAP = 0.5
LANDMARKS = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
"""Where the landmarks of a face are, in fractions of its box."""


def ramp(height: int, width: int) -> Image:
    """A picture whose red is x and green is y, so that a patch shows where it was cut."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x, y, np.full_like(x, 128)], axis=2).astype(np.uint8)


class SeeingNetwork:
    """Sees a face in what overlaps its square by half.

    Args:
        faces: the boxes of the faces, ``(n, 4)``.
        corrects: how much of the way to the face's box its offsets lead, 0 to 1.
        score: of a square that overlaps a face's square so much; 0 elsewhere.

    Attributes:
        seen: the boxes in the picture that it was shown, ``(n, 4)``, call by call.
    """

    def __init__(
        self,
        faces: Sequence[Sequence[float]],
        corrects: float = 0.0,
        score: Callable[[Floats], Array] = lambda overlap: 0.5 + overlap / 2,
    ) -> None:
        self.faces = np.array(faces, np.float32).reshape(-1, 4)
        self.corrects = corrects
        self.score = score
        self.seen: list[Floats] = []

    def run(self, **inputs: Array) -> dict[str, Array]:
        boxes = np.stack([_place(patch) for patch in inputs["image"]])
        return self._answer(boxes)

    def _answer(self, boxes: Floats) -> dict[str, Array]:
        self.seen.append(boxes)
        overlap = overlaps(boxes, squared(self.faces))
        nearest = self.faces[overlap.argmax(axis=1)]
        best = overlap.max(axis=1)
        sides = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
        corner, size = nearest[:, None, :2], nearest[:, None, 2:] - nearest[:, None, :2]
        return {
            "probability": np.where(best >= LEAST_OVERLAP, self.score(best), 0),
            "offsets": self.corrects * (nearest - boxes) / sides,
            "landmarks": (corner + LANDMARKS * size - boxes[:, None, :2]) / sides[:, None, :2],
        }


class SeeingPnet(SeeingNetwork):
    """Judges a whole level of the pyramid, window by window."""

    def run(self, **inputs: Array) -> dict[str, Array]:
        (level,) = inputs["image"]
        x1, y1, x2, y2 = _place(level)
        rows, columns = ((side - WINDOW) // STRIDE + 1 for side in level.shape[:2])
        stretch = np.array([x2 - x1, y2 - y1]) / (level.shape[1], level.shape[0])
        cells = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1) * STRIDE
        corners = (cells.reshape(-1, 2) * stretch + (x1, y1)).astype(np.float32)
        boxes = np.concatenate([corners, corners + WINDOW * stretch], axis=1, dtype=np.float32)
        answer = self._answer(boxes)
        return {
            "probability": answer["probability"].reshape(1, rows, columns),
            "offsets": answer["offsets"].reshape(1, rows, columns, 4),
        }


def _place(patch: Array) -> Floats:
    """Return the box that a part of a ramp shows, read from its middle."""
    ends = []
    for size, colours in ((patch.shape[1], patch[..., 0]), (patch.shape[0], patch[..., 1].T)):
        line = np.median(colours, axis=0).astype(np.float64)
        middle = np.arange(size // 4, size - size // 4)
        slope, start = np.polyfit(middle + 0.5, line[middle], 1)
        ends.append((start + 0.5, start + 0.5 + slope * size))
    (x1, x2), (y1, y2) = ends
    return np.array([x1, y1, x2, y2], np.float32)
