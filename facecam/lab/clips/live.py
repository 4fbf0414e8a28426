"""What a played clip says of the program: how smooth, how soon, how right.

Boxes are compared with a full search of every frame (``reference``), as they
were painted; identity switches are counted as in Bernardin and Stiefelhagen,
"Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics", 2008.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.boxes import overlaps
from facecam.errors import UsageError
from facecam.lab.clips.playback import PaintedFrame, Playback
from facecam.lab.clips.reference import Reference, ReferenceFrame
from facecam.types import Floats

LEAST_FACE_PX = 40.0
"""Smaller faces are not held against the program, whichever side they stand on."""
SAME_BOX = 0.5
"""Boxes with this intersection over union show the same face."""
MS = 1000.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Two quantiles of a set of times, milliseconds; None of an empty one."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Stalls:
    """How long the GUI thread did not answer, milliseconds."""

    p99: float
    max: float


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """The figures of one run, from the first result that was painted to the end.

    Attributes:
        source_fps: the clip's frames a second.
        display_fps: different frames painted a second.
        display_dropped: frames of the clip that were not painted.
        recognised_fps: frames looked at a second.
        overlay_age_ms: when a frame was painted, how long ago the frame was read
            in which its boxes were found.
        time_to_name_ms: from the frame in which a known face is first to be seen
            to its painted name.
        faces_named: of how many faces that was measured.
        faces_not_named: known faces that never got their own name.
        gui_stall_ms: how long the GUI thread did not answer.
        start_stall_ms: the longest time it did not before, from the first painted
            frame on, while the networks were being opened.
        cpu_cores: processor seconds a second.
        rss_mb: memory in use in the second half, its median, MiB.
        peak_rss_mb: the most memory in use at any time, MiB.
        embeddings_per_s: faces embedded a second.
        faces_per_frame: by full search.
        large_faces_painted: boxes a frame that are larger than ``LEAST_FACE_PX``.
        identity_switches: how often a face's track id changed.
        recall: of the faces found by full search, how many had a box.
        precision: of the boxes, how many were around such a face.
        slowest_pace: the furthest step taken down to keep up.
    """

    source_fps: float
    display_fps: float
    display_dropped: int
    recognised_fps: float
    overlay_age_ms: Spread
    time_to_name_ms: Spread
    faces_named: int
    faces_not_named: int
    gui_stall_ms: Stalls
    start_stall_ms: float
    cpu_cores: float
    rss_mb: float
    peak_rss_mb: float
    embeddings_per_s: float
    faces_per_frame: float
    large_faces_painted: float
    identity_switches: int
    recall: float
    precision: float
    slowest_pace: int


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A painted frame beside what is to be seen in it.

    Attributes:
        index: the frame's place in the reference.
        painted: what was painted.
        overlap: ``(boxes painted, reference boxes)``.
        is_first: whether the frame came to the screen for the first time.
    """

    index: int
    painted: PaintedFrame
    overlap: Floats
    is_first: bool


def live_figures(playback: Playback, reference: Reference, names: Sequence[str]) -> LiveFigures:
    """Hold what was painted against what is to be seen.

    Args:
        playback: the run.
        reference: the same clip, searched in full.
        names: under which the reference's people were enrolled, in their order.

    Raises:
        UsageError: the clip was too short for a figure.
    """
    start = next((i for i, frame in enumerate(playback.painted) if frame.seen_at is not None), None)
    if start is None or len(playback.painted) - start < 2:
        raise UsageError("The clip ended before anything was recognised: use --seconds.")
    seen = list(_beside(playback.painted[start:], reference))
    shown = [one for one in seen if one.is_first]
    first, last = playback.tallies[start], playback.tallies[-1]
    duration_s = last.at - first.at
    span = reference.frames[shown[0].index : shown[-1].index + 1]
    ages = [MS * (one.painted.painted_at - (one.painted.seen_at or 0.0)) for one in shown]
    to_name, not_named = _times_to_name(seen, reference, names)
    recall, precision = _agreement(shown, reference)
    steady = [tally.rss_mb for tally in playback.tallies[start:]]
    stalls, is_start = MS * playback.stalls_s, playback.beats_at <= first.at
    return LiveFigures(
        source_fps=reference.fps,
        display_fps=(len(shown) - 1) / duration_s,
        display_dropped=len(span) - len(shown),
        recognised_fps=(last.recognised - first.recognised) / duration_s,
        overlay_age_ms=_spread(ages),
        time_to_name_ms=_spread(to_name),
        faces_named=len(to_name),
        faces_not_named=not_named,
        gui_stall_ms=_stalls(stalls[~is_start]),
        start_stall_ms=float(stalls[is_start].max(initial=0.0)),
        cpu_cores=(last.cpu_s - first.cpu_s) / duration_s,
        rss_mb=float(np.median(steady[len(steady) // 2 :])),
        peak_rss_mb=playback.peak_rss_mb,
        embeddings_per_s=(last.embedded - first.embedded) / duration_s,
        faces_per_frame=float(np.mean([len(frame.boxes) for frame in span])),
        large_faces_painted=float(np.mean([are_large(one.painted.boxes).sum() for one in shown])),
        identity_switches=_switches(shown, reference),
        recall=recall,
        precision=precision,
        slowest_pace=playback.slowest_pace,
    )


def _beside(painted: Sequence[PaintedFrame], reference: Reference) -> Iterator[_Seen]:
    places = np.array([frame.position_s for frame in reference.frames])
    before = -1
    for frame in painted:
        index = int(np.abs(places - frame.position_s).argmin())
        overlap = overlaps(frame.boxes, reference.frames[index].boxes)
        yield _Seen(index, frame, overlap, is_first=index != before)
        before = index


def _spread(times_ms: Sequence[float]) -> Spread:
    if not times_ms:
        return Spread(None, None)
    return Spread(float(np.quantile(times_ms, 0.5)), float(np.quantile(times_ms, 0.95)))


def _stalls(times_ms: Floats) -> Stalls:
    if not len(times_ms):
        return Stalls(0.0, 0.0)
    return Stalls(float(np.quantile(times_ms, 0.99)), float(times_ms.max()))


def _times_to_name(
    seen: Sequence[_Seen], reference: Reference, names: Sequence[str]
) -> tuple[list[float], int]:
    """Return each known face's time to its name, ms, and how many never got it.

    A face that was followed under its name before the full search saw it, having
    lost it for a moment, is no new face.
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


def _named_at(seen: Sequence[_Seen], reference: Reference, track: int, name: str) -> float | None:
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


def _switches(shown: Sequence[_Seen], reference: Reference) -> int:
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


def _agreement(shown: Sequence[_Seen], reference: Reference) -> tuple[float, float]:
    """Return recall and precision of the boxes painted, of faces that are large enough."""
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
