"""MTCNN: a cascade of three small networks, each judging what the last one kept.

Source: Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment using
Multi-task Cascaded Convolutional Networks", 2016, section II-A. Thresholds and
the pyramid's factor are those of the authors' code and its ports. Departures:
the pyramid is sampled from octaves (see ``pyramid``), and suppression within
levels and across levels is done on all candidates at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.boxes import regress, squared, suppress
from facecam.detect.pyramid import Pyramid
from facecam.detect.upright import find_upright
from facecam.network import Network
from facecam.types import Detection, Floats, Image

PNET_WINDOW = 12
PNET_STRIDE = 2
RNET_SIZE = 24
ONET_SIZE = 48
FARTHEST = 10.0
"""No side and no landmark of a face is so many sides away from the box that it is in."""
REFINED_SHARE = 0.9
"""Which middle part of an expected box's square ``refine`` shows to O-Net. Shown the whole,
O-Net answers with a slightly larger box, and boxes fed back frame by frame drift off
difficult faces: after 12 rounds on a clip 4 % were lost, with this share 0.4 %."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least probability with which a candidate passes each network."""

    pnet: float = 0.6
    rnet: float = 0.7
    onet: float = 0.8


class Mtcnn:
    """The cascade. ``detect`` is for one thread and ``refine`` for one, as networks are.

    They may be two threads if each has an O-Net of its own.

    Args:
        pnet: ``image`` (1, H, W, 3) to ``probability`` (1, h, w) and ``offsets`` (1, h, w, 4).
        rnet: ``image`` (n, 24, 24, 3) to ``probability`` (n,) and ``offsets`` (n, 4).
        onet: ``image`` (n, 48, 48, 3) to the same and ``landmarks`` (n, 5, 2), x and y
            in fractions of the box. All take RGB, 0 to 255, upright.
        min_face_px: the smallest face to find, pixels, at least 12.
        factor: how much smaller each level of the pyramid is than the last.
        thresholds: see ``Thresholds``.
        refining_onet: another ``onet`` for ``refine``; the same where None.
    """

    def __init__(
        self,
        pnet: Network,
        rnet: Network,
        onet: Network,
        *,
        min_face_px: int = 40,
        factor: float = 0.709,
        thresholds: Thresholds | None = None,
        refining_onet: Network | None = None,
    ) -> None:
        if min_face_px < PNET_WINDOW:
            raise ValueError(f"min_face_px must be at least {PNET_WINDOW}, not {min_face_px}")
        if not 0 < factor < 1:
            raise ValueError(f"factor must lie between 0 and 1, not {factor}")
        self.min_face_px = min_face_px
        self._pnet, self._rnet, self._onet = pnet, rnet, onet
        self._refining_onet = refining_onet or onet
        self._factor = factor
        self._thresholds = thresholds or Thresholds()

    def detect(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        """Find all faces.

        Args:
            image: ``(height, width, 3)`` uint8, RGB, any size.
            min_face_factor: the smallest face to find, as a multiple of ``min_face_px``.

        Returns:
            The faces, best score first. Boxes are not cut at the picture's edge.
        """
        least_px = self.min_face_px * min_face_factor
        if min(image.shape[:2]) < least_px:
            return []
        pyramid = Pyramid(image)
        boxes = self._refine_with_rnet(pyramid, self._propose(pyramid, least_px))
        return self._judge(pyramid, squared(boxes), self._thresholds.onet)

    def detect_upright(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        """Find all faces of a picture that may be on its side or upside down.

        Args:
            image: as for ``detect``.
            min_face_factor: as for ``detect``.

        Returns:
            The faces, best score first, where they are in ``image`` and how far it must be
            turned for them.
        """
        return find_upright(image, lambda turned: self.detect(turned, min_face_factor)).as_given()

    def refine(self, image: Image, boxes: Floats, threshold: float) -> list[Detection | None]:
        """Run O-Net alone on boxes where faces are expected.

        Args:
            image: ``(height, width, 3)`` uint8, RGB.
            boxes: ``(n, 4)`` expected boxes, pixels.
            threshold: the least probability that counts as a face.

        Returns:
            For each box the face found there, or None where there is none.
        """
        if not len(boxes):
            return []
        faces = _run_onet(self._refining_onet, Pyramid(image), squared(boxes, REFINED_SHARE))
        return [face if face.score >= threshold else None for face in faces]

    def _propose(self, pyramid: Pyramid, least_px: float) -> Floats:
        """P-Net over the whole pyramid: squares that may hold a face, ``(n, 4)``."""
        parts = [self._propose_at(pyramid, scale) for scale in self._scales(pyramid, least_px)]
        kept = [part[suppress(part[:, :4], part[:, 4], 0.5)] for part in parts if len(part)]
        if not kept:
            return np.empty((0, 4), np.float32)
        candidates = np.concatenate(kept)
        candidates = candidates[suppress(candidates[:, :4], candidates[:, 4], 0.7)]
        return squared(regress(candidates[:, :4], candidates[:, 5:]))

    def _scales(self, pyramid: Pyramid, least_px: float) -> Floats:
        first = PNET_WINDOW / least_px
        side = min(pyramid.width, pyramid.height) * first
        count = int(np.floor(np.log(PNET_WINDOW / side) / np.log(self._factor))) + 1
        scales: Floats = (first * self._factor ** np.arange(count)).astype(np.float32)
        return scales

    def _propose_at(self, pyramid: Pyramid, scale: float) -> Floats:
        """P-Net at one level: ``(n, 9)`` box, score and offsets of each candidate."""
        width = max(int(np.ceil(pyramid.width * scale)), PNET_WINDOW)
        height = max(int(np.ceil(pyramid.height * scale)), PNET_WINDOW)
        output = self._pnet.run(image=pyramid.level(width, height)[None])
        probability, offsets = output["probability"][0], output["offsets"][0]
        rows, columns = np.nonzero(probability >= self._thresholds.pnet)
        corner = np.stack([columns, rows], axis=1) * PNET_STRIDE
        stretch = np.array([pyramid.width / width, pyramid.height / height])
        boxes = np.concatenate([corner * stretch, (corner + PNET_WINDOW) * stretch], axis=1)
        scores = probability[rows, columns, None]
        found = np.concatenate([boxes, scores, offsets[rows, columns]], axis=1, dtype=np.float32)
        return found[_are_near(found[:, 5:])]

    def _refine_with_rnet(self, pyramid: Pyramid, boxes: Floats) -> Floats:
        if not len(boxes):
            return boxes
        output = self._rnet.run(image=pyramid.patches(boxes, RNET_SIZE))
        passed = (output["probability"] >= self._thresholds.rnet) & _are_near(output["offsets"])
        boxes, scores, offsets = (
            boxes[passed],
            output["probability"][passed],
            output["offsets"][passed],
        )
        kept = suppress(boxes, scores, 0.7)
        return regress(boxes[kept], offsets[kept])

    def _judge(self, pyramid: Pyramid, boxes: Floats, threshold: float) -> list[Detection]:
        faces = [face for face in _run_onet(self._onet, pyramid, boxes) if face.score >= threshold]
        if not faces:
            return []
        found = np.stack([face.box for face in faces])
        scores = np.array([face.score for face in faces], np.float32)
        return [faces[index] for index in suppress(found, scores, 0.7, of_smaller=True)]


def _run_onet(onet: Network, pyramid: Pyramid, boxes: Floats) -> list[Detection]:
    """O-Net on squares: one detection a square, whatever its score."""
    if not len(boxes):
        return []
    output = onet.run(image=pyramid.patches(boxes, ONET_SIZE))
    offsets, points = output["offsets"], output["landmarks"]
    near = _are_near(offsets) & _are_near(points.reshape(len(boxes), -1))
    sides = boxes[:, None, 2:] - boxes[:, None, :2]
    landmarks = boxes[:, None, :2] + np.where(near[:, None, None], points, 0) * sides
    found = regress(boxes, np.where(near[:, None], offsets, 0))
    scores = np.where(near, output["probability"], 0)
    return [
        Detection(box.astype(np.float32), points.astype(np.float32), min(float(score), 1.0))
        for box, points, score in zip(found, landmarks, scores, strict=True)
    ]


def _are_near(fractions: Floats) -> NDArray[np.bool_]:
    """Return ``(n,)`` which rows of offsets or landmarks can be a face's.

    Networks whose weights are damaged give anything, also what is no number.
    """
    near: NDArray[np.bool_] = np.abs(fractions).max(axis=1) <= FARTHEST
    return near
