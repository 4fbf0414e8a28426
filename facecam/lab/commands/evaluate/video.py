"""``facecam evaluate video``: who is named in a clip, how soon, and who should not be?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam import paths
from facecam.address import shown_source
from facecam.cli.options import (
    BackendOption,
    GalleryOption,
    JsonOption,
    MinFaceOption,
    StrangersOption,
    settings_with,
)
from facecam.cli.output import tell, tell_json
from facecam.cli.progress import stages
from facecam.cli.watch import results_of
from facecam.errors import UsageError

if TYPE_CHECKING:
    from facecam.engine import LiveEngine
    from facecam.lab.clips.naming import AppearanceResult, Counts, FirstRight, VideoReport
    from facecam.settings import Settings
    from facecam.types import FrameResult

_COLUMNS = {
    "faces": "faces",
    "right": "right",
    "wrong": "wrong",
    "unsure": "unsure",
    "unknown": "unknown",
    "not judged": "not_judged",
    "not found": "not_found",
}
"""The table's columns, and what each is called in JSON."""


def video(
    source: Annotated[
        str,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="A video file, or a folder of pictures.",
            show_default=False,
        ),
    ],
    truth: Annotated[
        Path, typer.Option(help="What is to be seen, as CSV; see above.", show_default=False)
    ],
    json: JsonOption = False,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    strangers: StrangersOption = None,
    backend: BackendOption = None,
) -> None:
    """Hold the names that a clip's faces are given against the truth.

    The truth is a CSV file in UTF-8. Its first line is frame,x1,y1,x2,y2,name;
    each further line is a face in a frame: the frame's number, from 1, the
    face's box in pixels, and the name under which the person is enrolled, or
    nothing for a stranger. Every face of every frame needs its line.
    """
    settings = settings_with(min_face, strangers)
    with _engine_for(source, settings, gallery, backend) as engine:
        figures = _figures(_judge(engine, truth, paths.gallery_file(gallery)))
    if json:
        tell_json(figures)
    else:
        tell(_text(figures))


@contextmanager
def _engine_for(
    source: str, settings: Settings, gallery: Path | None, backend: str | None
) -> Iterator[LiveEngine]:
    """Make the engine that ``watch`` runs, not started yet; stop it in the end."""
    from facecam.cli.engines import engines

    with engines(settings, gallery, backend, every_frame=True) as made:
        from facecam.capture import open_source

        if open_source(source).live:
            raise UsageError(
                f"{shown_source(source)} is no recording: give a video file or a folder."
            )
        engine = made.open_engine(source)
        try:
            yield engine
        finally:
            engine.stop()


def _judge(engine: LiveEngine, file: Path, gallery: Path) -> VideoReport:
    from facecam.lab.clips.naming import judge_video
    from facecam.lab.clips.truth import read_truth, refuse_unenrolled

    truth = read_truth(file)
    enrolled = [person.name for person in engine.gallery.people().result()]
    if not enrolled:
        raise UsageError(f"Nobody is enrolled in {gallery}: nobody could be named.")
    refuse_unenrolled(truth, enrolled)
    engine.start()
    return judge_video(_shown(engine, truth.last.frame), truth)


def _shown(engine: LiveEngine, last: int) -> Iterator[FrameResult]:
    """Yield the engine's results while a bar shows how many of the frames are done."""
    with stages() as progress:
        for result in results_of(engine):
            progress("Watching", min(result.frame.seq / last, 1.0))
            yield result


def _figures(report: VideoReport) -> dict[str, Any]:
    from facecam.lab.clips.naming import OF_KNOWN, OF_STRANGERS, total

    known, strangers = report.known, report.strangers
    return {
        "frames": report.frames,
        "by_frame": {
            "known": _counts(total(known, OF_KNOWN)),
            "strangers": _counts(total(strangers, OF_STRANGERS)),
            "not_in_truth": {"faces": report.not_in_truth, "named": report.not_in_truth_named},
        },
        "by_track": {
            "known": {
                "tracks": len(known),
                **{f"ever_{answer}": _ever(known, answer) for answer in ("right", "wrong")},
                "first_right": _first_right(known),
                "name_changes": sum(track.name_changes for track in known),
            },
            "strangers": {"tracks": len(strangers), "ever_named": _ever(strangers, "named")},
        },
        "tracks": [_track(track) for track in report.tracks],
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "faces": sum(counts.values()),
        **{answer.value: count for answer, count in counts.items()},
    }


def _ever(tracks: Sequence[AppearanceResult], answer: str) -> int:
    return sum(_counts(track.counts)[answer] > 0 for track in tracks)


def _first_right(tracks: Sequence[AppearanceResult]) -> dict[str, dict[str, float]] | None:
    times = [_time(track.first_right) for track in tracks if track.first_right]
    if not times:
        return None
    return {
        unit: {
            "median": median(time[unit] for time in times),
            "max": max(time[unit] for time in times),
        }
        for unit in times[0]
    }


def _time(first: FirstRight) -> dict[str, float]:
    return {**asdict(first), "seconds": round(first.seconds, 3)}


def _track(track: AppearanceResult) -> dict[str, Any]:
    first = track.first_right
    return {
        **asdict(track),
        "counts": _counts(track.counts),
        "first_right": None if first is None else _time(first),
    }


def _text(figures: dict[str, Any]) -> str:
    by_frame, by_track = figures["by_frame"], figures["by_track"]
    known, strangers = by_track["known"], by_track["strangers"]
    first = known["first_right"]
    return "\n".join(
        [
            f"{figures['frames']:>7} frames" + "".join(f"{name:>11}" for name in _COLUMNS),
            _row("known people", by_frame["known"]),
            _row("strangers", by_frame["strangers"]),
            _row("not in truth", by_frame["not_in_truth"]),
            "",
            f"known people  {known['tracks']:>4} appearances: {known['ever_right']} ever named "
            f"rightly, {known['ever_wrong']} ever wrongly; {known['name_changes']} name changes",
            f"strangers     {strangers['tracks']:>4} appearances: {strangers['ever_named']} "
            "ever named",
            "first right name: " + ("never" if first is None else _when(first)),
        ]
    )


def _when(first: dict[str, dict[str, float]]) -> str:
    def middle_and_last(unit: str, form: str) -> str:
        return f"{first[unit]['median']:{form}} (at latest {first[unit]['max']:{form}})"

    return (
        f"frame {middle_and_last('frames', 'g')} of the appearance, judged frame "
        f"{middle_and_last('judged_frames', 'g')}, after {middle_and_last('seconds', '.2f')} s"
    )


def _row(who: str, counts: dict[str, int]) -> str:
    """Return a line of the table; any name that a stranger gets is wrong."""
    shown = {**counts, "wrong": counts.get("wrong", counts.get("named"))}
    return f"{who:14}" + "".join(f"{shown.get(name, '-'):>11}" for name in _COLUMNS.values())
