"""Painted boxes held against those of a full search of every frame (``reference``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.boxes import overlaps
from facecam.lab.clips.playback import PaintedFrame
from facecam.lab.clips.reference import Reference
from facecam.types import Floats

LEAST_FACE_PX = 40.0
"""Smaller faces are not held against the program, whichever side they stand on."""
SAME_BOX = 0.5
"""Boxes with this intersection over union show the same face."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedFrame:
    """A painted frame beside what is to be seen in it.

    Attributes:
        index: the frame's place in the reference.
        painted: what was painted.
        overlap: ``(boxes painted, reference boxes)`` float32, intersection over union.
        is_first: whether the frame came to the screen for the first time.
    """

    index: int
    painted: PaintedFrame
    overlap: Floats
    is_first: bool


def compare(painted: Sequence[PaintedFrame], reference: Reference) -> Iterator[ComparedFrame]:
    """Yield each painted frame beside the reference frame nearest to it in the clip."""
    places = np.array([frame.position_s for frame in reference.frames])
    before = -1
    for frame in painted:
        index = int(np.abs(places - frame.position_s).argmin())
        overlap = overlaps(frame.boxes, reference.frames[index].boxes)
        yield ComparedFrame(index, frame, overlap, is_first=index != before)
        before = index


def identity_switches(shown: Sequence[ComparedFrame], reference: Reference) -> int:
    """Count how often the track id painted on one reference track changed.

    As in Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking
    Performance: The CLEAR MOT Metrics", 2008.
    """
    held: dict[int, int | None] = {}
    switches = 0
    for one in shown:
        for column, track in enumerate(reference.frames[one.index].tracks):
            if not len(one.overlap) or one.overlap[:, column].max() < SAME_BOX:
                continue
            track_id = one.painted.track_ids[int(one.overlap[:, column].argmax())]
            switches += held.setdefault(int(track), track_id) != track_id
            held[int(track)] = track_id
    return switches


def agreement(shown: Sequence[ComparedFrame], reference: Reference) -> tuple[float, float]:
    """Return recall and precision, 0 to 1, of the boxes painted around large faces."""
    there = found = drawn = right = 0
    for one in shown:
        boxes = reference.frames[one.index].boxes
        wanted, ours = are_large(boxes), are_large(one.painted.boxes)
        there += int(wanted.sum())
        drawn += int(ours.sum())
        if len(one.overlap) and len(boxes):
            found += int((one.overlap.max(axis=0) >= SAME_BOX)[wanted].sum())
            right += int((one.overlap.max(axis=1) >= SAME_BOX)[ours].sum())
    return (found / there if there else 1.0), (right / drawn if drawn else 1.0)


def are_large(boxes: Floats) -> NDArray[np.bool_]:
    """Return ``(n,)`` which of ``(n, 4)`` boxes are larger than ``LEAST_FACE_PX``."""
    sides = boxes[:, 2:] - boxes[:, :2]
    large: NDArray[np.bool_] = np.sqrt(np.maximum(sides, 0).prod(axis=1)) > LEAST_FACE_PX
    return large
