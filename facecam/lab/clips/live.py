"""What a played clip says of the program: how smooth, how soon, how right.

What was painted is compared with a full search of every frame (``reference``):
the boxes by ``painted_boxes``, the names by ``naming_times``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facecam.errors import UsageError
from facecam.lab.clips.naming_times import times_to_name
from facecam.lab.clips.painted_boxes import agreement, are_large, compare, identity_switches
from facecam.lab.clips.playback import Playback
from facecam.lab.clips.reference import Reference
from facecam.types import Floats

MS = 1000.0


@dataclass(frozen=True, slots=True)
class Quantiles:
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
        recognised_fps: frames recognised a second.
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
    overlay_age_ms: Quantiles
    time_to_name_ms: Quantiles
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
    seen = list(compare(playback.painted[start:], reference))
    shown = [one for one in seen if one.is_first]
    first, last = playback.tallies[start], playback.tallies[-1]
    duration_s = last.at - first.at
    span = reference.frames[shown[0].index : shown[-1].index + 1]
    ages = [MS * (one.painted.painted_at - (one.painted.seen_at or 0.0)) for one in shown]
    to_name, not_named = times_to_name(seen, reference, names)
    recall, precision = agreement(shown, reference)
    steady = [tally.rss_mb for tally in playback.tallies[start:]]
    stalls, is_start = MS * playback.stalls_s, playback.beats_at <= first.at
    return LiveFigures(
        source_fps=reference.fps,
        display_fps=(len(shown) - 1) / duration_s,
        display_dropped=len(span) - len(shown),
        recognised_fps=(last.recognised - first.recognised) / duration_s,
        overlay_age_ms=_quantiles(ages),
        time_to_name_ms=_quantiles(to_name),
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
        identity_switches=identity_switches(shown, reference),
        recall=recall,
        precision=precision,
        slowest_pace=playback.slowest_pace,
    )


def _quantiles(times_ms: Sequence[float]) -> Quantiles:
    if not times_ms:
        return Quantiles(None, None)
    return Quantiles(float(np.quantile(times_ms, 0.5)), float(np.quantile(times_ms, 0.95)))


def _stalls(times_ms: Floats) -> Stalls:
    if not len(times_ms):
        return Stalls(0.0, 0.0)
    return Stalls(float(np.quantile(times_ms, 0.99)), float(times_ms.max()))
