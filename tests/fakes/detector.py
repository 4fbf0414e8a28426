"""A detector that sees in each frame what the test says is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from facecam.boxes import overlaps
from facecam.types import Detection, Floats, Frame, Image

FRAME_S = 0.04
TIMEOUT_S = 10.0
"""No test waits this long; one that fails does not hang."""
_REACH = 0.5
_NUMBER = (1, 1, 0)  # a pixel that the thumbnails, on which cuts are noticed, leave out


def face(x: float, y: float = 60.0, side: float = 50.0, score: float = 0.99) -> Detection:
    """A frontal face."""
    fractions = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    landmarks = (np.array([x, y]) + side * fractions).astype(np.float32)
    return Detection(np.array([x, y, x + side, y + side], np.float32), landmarks, score)


def picture(number: int, grey: int = 100) -> Image:
    """A picture of one grey value that carries its frame's number unseen."""
    image = np.full((180, 320, 3), grey, np.uint8)
    image[_NUMBER] = number
    return image


def frame(number: int, grey: int = 100, *, is_still: bool = False) -> Frame:
    """Frame ``number`` of a camera with 25 frames a second, or a picture by itself."""
    return Frame(number, picture(number, grey), number * FRAME_S, is_still=is_still)


def late_frame(number: int, grey: int = 100) -> Frame:
    """Frame ``number`` of a clip with 25 frames a second, of which one is read in 3 seconds."""
    return Frame(number, picture(number, grey), 3.0 * number, position_s=number * FRAME_S)


class FakeDetector:
    """Sees in frame n the faces that ``script(n)`` gives.

    As O-Net does, ``refine`` finds a face no further away than a third of its side, and
    says nothing of one of which it is less sure than asked for.

    Attributes:
        searched: the frames searched as a whole, in order.
        min_face_factor: with which the last of them was.
        turned: those of them that were searched whichever way up they are.
        refined: the frames in which expected boxes were refined.
        places: how many boxes that were, frame by frame.
        strays: by how much ``refine`` misses a face it finds, pixels.
        may_finish: cleared to hold searches; ``searching`` is set when one has begun.
        fault: what a search raises.
    """

    def __init__(self, script: Callable[[int], Sequence[Detection]]) -> None:
        self.searched: list[int] = []
        self.min_face_factor = 0.0
        self.turned: list[int] = []
        self.refined: list[int] = []
        self.places: list[int] = []
        self.strays = 0.0
        self.searching, self.may_finish = threading.Event(), threading.Event()
        self.may_finish.set()
        self.fault: Exception | None = None
        self._script = script

    def detect(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        number = int(image[_NUMBER])
        self.searched.append(number)
        self.min_face_factor = min_face_factor
        self.searching.set()
        assert self.may_finish.wait(TIMEOUT_S)
        if self.fault is not None:
            raise self.fault
        return list(self._script(number))

    def detect_upright(self, image: Image, min_face_factor: float = 1.0) -> list[Detection]:
        self.turned.append(int(image[_NUMBER]))
        return self.detect(image, min_face_factor)

    def refine(self, image: Image, boxes: Floats, threshold: float) -> list[Detection | None]:
        number = int(image[_NUMBER])
        self.refined.append(number)
        self.places.append(len(boxes))
        faces = self._script(number)
        found = (self._nearest(box, faces) for box in boxes)
        return [one if one is not None and one.score >= threshold else None for one in found]

    def _nearest(self, box: Floats, faces: Sequence[Detection]) -> Detection | None:
        moved = [self._strayed(one) for one in faces]
        shared = [float(overlaps(box[None], one.box[None])[0, 0]) for one in moved]
        if not shared or max(shared) < _REACH:
            return None
        return moved[int(np.argmax(shared))]

    def _strayed(self, seen: Detection) -> Detection:
        x, y, right, _ = (float(value) for value in seen.box)
        return face(x + self.strays, y, right - x, seen.score)
