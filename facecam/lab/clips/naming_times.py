"""How long it took until the right name was painted on a face: by the tracks of a reference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from facecam.boxes import overlaps
from facecam.lab.clips.painted_boxes import SAME_BOX, ComparedFrame
from facecam.lab.clips.playback import PaintedFrame
from facecam.lab.clips.reference import Reference, ReferenceFrame

MS = 1000.0


def times_to_name(
    seen: Sequence[ComparedFrame], reference: Reference, names: Sequence[str]
) -> tuple[list[float], int]:
    """Return each known face's time to its name, ms, and how many never got it.

    A face that was followed under its name before the full search saw it, having
    lost it for a moment, is no new face.

    Args:
        seen: what was painted, in its order, at least one frame.
        reference: the same clip, searched in full.
        names: under which the reference's people were enrolled, in their order.
    """
    began = _first_frames(reference)
    indices = np.array([one.index for one in seen])
    read_at = np.array([one.painted.captured_at for one in seen])
    times, missed = [], 0
    for track, person in reference.people.items():
        first = began.get(track, -1)
        if not indices[0] < first <= indices[-1]:
            continue
        before = seen[int(np.searchsorted(indices, first)) - 1].painted
        if _has_name(before, reference.frames[first], track, names[person]):
            continue
        first_read_at = float(np.interp(first, indices, read_at))
        named_at = _named_at(seen, reference, track, names[person])
        if named_at is None:
            missed += 1
        else:
            times.append(MS * (named_at - first_read_at))
    return times, missed


def _first_frames(reference: Reference) -> dict[int, int]:
    """Return in which frame each track is first seen."""
    first: dict[int, int] = {}
    for index, frame in enumerate(reference.frames):
        for track in frame.tracks:
            first.setdefault(int(track), index)
    return first


def _named_at(
    seen: Sequence[ComparedFrame], reference: Reference, track: int, name: str
) -> float | None:
    for one in seen:
        if _has_name(one.painted, reference.frames[one.index], track, name):
            return one.painted.painted_at
    return None


def _has_name(painted: PaintedFrame, frame: ReferenceFrame, track: int, name: str) -> bool:
    """Tell whether a name was painted where a frame has a track."""
    here = frame.boxes[frame.tracks == track]
    if not len(here) or not len(painted.boxes):
        return False
    marks = np.flatnonzero(overlaps(painted.boxes, here)[:, 0] >= SAME_BOX)
    return any(painted.names[mark] == name for mark in marks)
