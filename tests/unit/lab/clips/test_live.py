"""The figures of made-up runs, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from facecam.errors import UsageError
from facecam.lab.clips.live import Quantiles, Stalls, live_figures
from facecam.lab.clips.playback import PaintedFrame, Playback, Tally
from facecam.lab.clips.reference import Reference, ReferenceFrame

FPS = 10.0
SHOWN_S = 0.02
"""How long after it was read a frame is on the screen."""
ADA, BOB = (100, 100, 200, 200), (400, 100, 500, 200)
SMALL = (10, 10, 40, 40)
NAMES = ["Ada", "Bob"]


def read_at(number):
    return 1000 + number / FPS


def boxes(*rows):
    return np.array(rows, np.float32).reshape(-1, 4)


def reference(*frames, people=None):
    """A clip whose frames show these faces, each a box with its track."""
    return Reference(
        FPS,
        (640, 480),
        tuple(
            ReferenceFrame(
                number / FPS,
                boxes(*(box for box, _ in faces)),
                np.array([track for _, track in faces], np.int64),
            )
            for number, faces in enumerate(frames)
        ),
        people or {},
        (),
    )


def painted(number, *marks, seen=None, late_s=SHOWN_S):
    """Frame ``number`` on the screen; a mark is a box, a name and a track id.

    The boxes were found in frame ``seen``, in this one unless said; -1 for not yet.
    """
    seen = number if seen is None else seen
    return PaintedFrame(
        number / FPS,
        read_at(number),
        read_at(number) + late_s,
        None if seen < 0 else read_at(seen),
        boxes(*(box for box, _, _ in marks)),
        tuple(name for _, name, _ in marks),
        tuple(track_id for _, _, track_id in marks),
    )


def playback(*frames, beats=(), rss_mb=(200.0,), step=(0, 0, 0.0)):
    """A run that adds ``step`` (recognised, embedded, processor seconds) with each frame."""
    recognised, embedded, cpu_s = step
    tallies = tuple(
        Tally(
            one.painted_at, n * cpu_s, n * recognised, n * embedded, rss_mb[min(n, len(rss_mb) - 1)]
        )
        for n, one in enumerate(frames)
    )
    at, late = zip(*beats, strict=True) if beats else ((), ())
    return Playback(frames, tallies, np.array(at, np.float64), np.array(late, np.float32), 300.0, 2)


def figures(run, clip):
    return live_figures(run, clip, NAMES)


NOBODY = reference(*[[]] * 30)
ALWAYS_ADA = reference(*[[(ADA, 1)]] * 30, people={1: 0})
ADA_FROM_3 = reference(*[[]] * 3, *[[(ADA, 1)]] * 27, people={1: 0})


def test_frames_of_the_clip_that_were_never_painted_are_dropped():
    run = playback(*(painted(number) for number in (2, 3, 4, 7, 8, 12)))
    seen = figures(run, NOBODY)
    assert seen.display_dropped == 2 + 3
    assert seen.display_fps == pytest.approx(5 / 1.0)
    assert seen.source_fps == FPS


def test_a_frame_painted_again_with_other_boxes_is_one_frame():
    again = painted(1, (ADA, None, 1), late_s=0.05)
    seen = figures(playback(painted(0), painted(1), again, painted(2)), NOBODY)
    assert seen.display_dropped == 0
    assert seen.display_fps == pytest.approx(2 / 0.2)


def test_nothing_counts_before_the_first_result_was_painted():
    waiting = [painted(number, seen=-1) for number in (0, 1, 5)]
    run = playback(*waiting, painted(10), painted(11), painted(12), step=(1, 0, 0.0))
    seen = figures(run, NOBODY)
    assert seen.display_dropped == 0
    assert seen.recognised_fps == pytest.approx(2 / 0.2)


def test_overlay_age_is_counted_from_the_frame_in_which_the_boxes_were_found():
    run = playback(painted(1), painted(2, seen=1), painted(3, seen=1), painted(4))
    age = figures(run, NOBODY).overlay_age_ms
    assert age.p50 == pytest.approx((20 + 120) / 2)
    assert age.p95 == pytest.approx(120 + 0.85 * 100)


def test_a_clip_too_short_for_a_figure_is_refused():
    never = [painted(number, seen=-1) for number in range(5)]
    for frames in ([], never, [*never, painted(5)]):
        with pytest.raises(UsageError, match="use --seconds"):
            figures(playback(*frames), NOBODY)


def test_time_to_name_is_from_the_first_sight_of_a_known_face_to_its_painted_name():
    frames = [painted(n, *[(ADA, "Ada" if n >= 6 else None, 1)] * (n >= 4)) for n in range(10)]
    seen = figures(playback(*frames), ADA_FROM_3)
    assert (seen.time_to_name_ms.p50, seen.time_to_name_ms.p95) == pytest.approx((320, 320))
    assert (seen.faces_named, seen.faces_not_named) == (1, 0)


def test_a_name_that_comes_with_a_frame_painted_again_counts_from_then():
    named = painted(4, (ADA, "Ada", 1), late_s=0.07)
    frames = [painted(0), painted(3), painted(4, (ADA, None, 1)), named, painted(5)]
    seen = figures(playback(*frames), ADA_FROM_3)
    assert seen.time_to_name_ms.p50 == pytest.approx(170)


def test_the_time_runs_from_a_frame_though_it_was_dropped():
    frames = [painted(n, (ADA, "Ada" if n >= 5 else None, 1)) for n in (0, 2, 4, 5)]
    seen = figures(playback(*frames), ADA_FROM_3)
    assert seen.time_to_name_ms.p50 == pytest.approx(220)


@pytest.mark.parametrize(
    "mark",
    [(ADA, None, 1), (ADA, "Bob", 1), (BOB, "Ada", 1)],
    ids=["no name", "another's name", "the name elsewhere"],
)
def test_a_face_that_never_gets_its_own_name_is_told(mark):
    frames = [painted(number, mark) for number in range(10)]
    seen = figures(playback(*frames), ADA_FROM_3)
    assert (seen.faces_named, seen.faces_not_named) == (0, 1)
    assert seen.time_to_name_ms == Quantiles(None, None)


def test_who_was_there_from_the_beginning_was_not_waited_for():
    frames = [painted(number, (ADA, "Ada", 1)) for number in range(10)]
    seen = figures(playback(*frames), ALWAYS_ADA)
    assert (seen.faces_named, seen.faces_not_named) == (0, 0)


def test_who_was_followed_by_name_while_the_full_search_lost_them_is_no_new_face():
    frames = [painted(number, (ADA, "Ada", 1)) for number in range(10)]
    seen = figures(playback(*frames), ADA_FROM_3)
    assert (seen.faces_named, seen.faces_not_named) == (0, 0)


def test_a_face_whose_track_id_changes_is_a_switch_of_identity():
    track_ids = [1, 1, None, 2, 2, 1]
    frames = [
        painted(n, *([] if track_id is None else [(ADA, "Ada", track_id)]))
        for n, track_id in enumerate(track_ids)
    ]
    assert figures(playback(*frames), ALWAYS_ADA).identity_switches == 2


def test_two_people_who_swap_ids_are_two_switches_and_boxes_of_nobody_are_none():
    both = reference(*[[(ADA, 1), (BOB, 2)]] * 4, people={1: 0, 2: 1})
    ids = [(1, 2), (1, 2), (2, 1), (2, 1)]
    frames = [
        painted(n, (BOB, None, b), (ADA, None, a), (SMALL, None, 7 + n))
        for n, (a, b) in enumerate(ids)
    ]
    assert figures(playback(*frames), both).identity_switches == 2


def test_recall_and_precision_hold_the_boxes_painted_against_the_full_search():
    clip = reference(*[[(ADA, 1), (BOB, 2)]] * 4)
    elsewhere = (250, 300, 350, 400)
    frames = [
        painted(0, (ADA, None, 1), (BOB, None, 2)),
        painted(1, (ADA, None, 1)),
        painted(2, (ADA, None, 1), (elsewhere, None, 3)),
        painted(3),
    ]
    seen = figures(playback(*frames), clip)
    assert seen.recall == pytest.approx(4 / 8)
    assert seen.precision == pytest.approx(4 / 5)
    assert seen.faces_per_frame == 2


def test_faces_of_forty_pixels_and_less_are_held_against_nobody():
    clip = reference(*[[(SMALL, 1), (ADA, 2)]] * 3)
    missed = [painted(n, (ADA, None, 1)) for n in range(3)]
    found = [painted(n, (ADA, None, 1), ((300, 300, 340, 340), None, 2)) for n in range(3)]
    for frames in (missed, found):
        seen = figures(playback(*frames), clip)
        assert (seen.recall, seen.precision, seen.large_faces_painted) == (1, 1, 1)


def test_a_box_half_beside_its_face_is_not_around_it():
    clip = reference(*[[(ADA, 1)]] * 2)
    beside = tuple(side + 50 * (axis % 2 == 0) for axis, side in enumerate(ADA))
    seen = figures(playback(painted(0, (beside, None, 1)), painted(1)), clip)
    assert (seen.recall, seen.precision) == (0, 0)


def test_stalls_before_the_first_result_are_told_apart():
    first_at = read_at(2) + SHOWN_S
    beats = [(first_at - 0.3, 0.25), (first_at, 0.1), (first_at + 0.1, 0.003), (first_at + 0.2, 0)]
    run = playback(painted(1, seen=-1), painted(2), painted(3), painted(4), beats=beats)
    seen = figures(run, NOBODY)
    assert seen.start_stall_ms == pytest.approx(250)
    assert seen.gui_stall_ms.max == pytest.approx(3)
    assert seen.gui_stall_ms.p99 == pytest.approx(2.97)


def test_without_beats_there_were_no_stalls():
    seen = figures(playback(painted(0), painted(1)), NOBODY)
    assert (seen.gui_stall_ms, seen.start_stall_ms) == (Stalls(0, 0), 0)


def test_work_is_counted_by_the_second():
    frames = [painted(number) for number in range(11)]
    seen = figures(playback(*frames, step=(0.9, 0.3, 0.13)), NOBODY)
    assert seen.recognised_fps == pytest.approx(9)
    assert seen.embeddings_per_s == pytest.approx(3)
    assert seen.cpu_cores == pytest.approx(1.3)


def test_memory_is_that_of_the_second_half():
    rss_mb = [500, 400, 300, 250, 240, 230]
    frames = [painted(number) for number in range(6)]
    seen = figures(playback(*frames, rss_mb=rss_mb), NOBODY)
    assert (seen.rss_mb, seen.peak_rss_mb) == (240, 300)


def test_the_furthest_step_down_is_passed_on():
    run = playback(painted(0), painted(1))
    assert figures(replace(run, slowest_pace=5), NOBODY).slowest_pace == 5
