"""A picture at halving sizes, and patches cut from it without aliasing."""

from __future__ import annotations

import cv2
import numpy as np

from facecam.types import Floats, Image

SMALLEST_SIDE = 12
"""Octaves end where a side falls below P-Net's window."""
OUTSIDE = (127, 127, 127)
"""What a patch shows beyond the picture's edge: nothing, once standardised. Black,
as in the authors' code, looks like an edge and hides faces cut off by the picture's
own (measured: 2 of 232 faces on LFW)."""


class Pyramid:
    """A picture and its halvings, made once and sampled by all three networks.

    Halving by area averaging is cheap and exact; whatever size a stage needs is
    then at most one octave away, where bilinear sampling does not alias. The
    reference implementations resize each level and each crop from the full
    picture instead.
    """

    def __init__(self, image: Image) -> None:
        self.height, self.width = image.shape[:2]
        self.octaves = [image]
        while min(self.octaves[-1].shape[:2]) >= 2 * SMALLEST_SIDE:
            height, width = self.octaves[-1].shape[:2]
            half = cv2.resize(
                self.octaves[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA
            )
            self.octaves.append(np.asarray(half, dtype=np.uint8))

    def level(self, width: int, height: int) -> Image:
        """Return the whole picture resized to ``width`` by ``height`` pixels."""
        larger = [o for o in self.octaves if o.shape[1] >= width and o.shape[0] >= height]
        source = larger[-1] if larger else self.octaves[0]
        resized = cv2.resize(source, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(resized, dtype=np.uint8)

    def patches(self, boxes: Floats, size: int) -> Floats:
        """Cut out boxes and resize each to a square.

        Args:
            boxes: ``(n, 4)`` in pixels of the full picture; what lies outside
                the picture is grey.
            size: side of the patches, pixels.

        Returns:
            ``(n, size, size, 3)`` float32, 0 to 255, RGB.
        """
        result = np.empty((len(boxes), size, size, 3), dtype=np.float32)
        shrink = np.max(boxes[:, 2:] - boxes[:, :2], axis=1) / size
        octave = np.clip(np.log2(np.maximum(shrink, 1)), 0, len(self.octaves) - 1).astype(int)
        for index in np.unique(octave):
            chosen = np.flatnonzero(octave == index)
            result[chosen] = self._sample(int(index), boxes[chosen], size)
        return result

    def _sample(self, index: int, boxes: Floats, size: int) -> Image:
        picture = self.octaves[index]
        scale = np.array([picture.shape[1] / self.width, picture.shape[0] / self.height])
        steps = (np.arange(size, dtype=np.float32) + 0.5) / size
        starts, sides = boxes[:, :2] * scale, (boxes[:, 2:] - boxes[:, :2]) * scale
        # Pixel centres lie at half coordinates, hence the 0.5 taken away.
        at = starts[:, None, :] + steps[None, :, None] * sides[:, None, :] - 0.5
        shape = (len(boxes), size, size)
        x = np.broadcast_to(at[:, None, :, 0], shape).reshape(-1, size).astype(np.float32)
        y = np.broadcast_to(at[:, :, None, 1], shape).reshape(-1, size).astype(np.float32)
        patches = cv2.remap(
            picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=OUTSIDE
        )
        return np.asarray(patches, dtype=np.uint8).reshape(*shape, 3)
