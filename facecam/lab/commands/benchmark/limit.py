"""``facecam benchmark limit``: how near is it to what the machine can compute?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.options import JsonOption
from facecam.lab.commands.benchmark.options import RoundsOption, SourceOption, read_size
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

if TYPE_CHECKING:
    from facecam.lab.speed.roofline import Limit

_THREADS = (1, 2)
_GAIN = 1.5
"""How much more two threads must compute than one for their peak to be believed."""
_BETTER = {"measured_ms": Better.LESS, "ratio": Better.LESS}


def limit(
    source: SourceOption = "demo",
    frames: Annotated[int, typer.Option(min=1, help="How many frames.")] = 10,
    size: Annotated[str, typer.Option(help="Resize the frames to WIDTHxHEIGHT.")] = "640x480",
    min_face: Annotated[int, typer.Option(min=20, max=400, help="Smallest face, pixels.")] = 40,
    rounds: RoundsOption = 3,
    json: JsonOption = False,
    save: SaveOption = None,
    against: AgainstOption = None,
) -> None:
    """Hold the networks' times against their operations over the machine's measured peak.

    Every frame is searched in full and every face in it embedded.
    """
    from facecam.lab.clips.frames import first_frames
    from facecam.lab.speed.peak import peak_gflops
    from facecam.lab.speed.roofline import limits, observe

    images = first_frames(source, frames, read_size(size))
    cascades = observe(images, _THREADS, min_face, rounds)
    peaks = {cascade.threads: peak_gflops(cascade.threads) for cascade in cascades}
    rows = [row for cascade in cascades for row in limits(cascade, peaks[cascade.threads])]
    named = {_on(threads): round(gflops, 1) for threads, gflops in peaks.items()}
    figures = {"peak_gflops": named, "limits": [asdict(row) for row in rows]}
    lines = [f"peak on {on}: {gflops} GFLOP/s" for on, gflops in named.items()]
    report(
        measured(
            "limit",
            {"source": source, "size": size, "frames": frames, "min_face": min_face},
            figures,
        ),
        _BETTER,
        [*lines, *_table(rows), *_doubts(peaks)],
        json=json,
        save_in=save,
        against=against,
    )


def _on(threads: int) -> str:
    return "1 thread" if threads == 1 else f"{threads} threads"


def _table(rows: list[Limit]) -> list[str]:
    width = max(len(row.name) for row in rows)
    return [
        f"{'':{width}}  inputs    MFLOP  limit ms  measured ms  × limit",
        *(
            f"{row.name:{width}}  {row.inputs:6.1f}  {row.mflop:7.0f}  {row.limit_ms:8.2f}"
            f"  {row.measured_ms:11.2f}  {row.ratio:7.2f}"
            for row in rows
        ),
        "All figures are of a frame, on average.",
    ]


def _doubts(peaks: Mapping[int, float]) -> list[str]:
    """Say so where other work on the machine has kept two threads from their peak."""
    if peaks[2] >= _GAIN * peaks[1]:
        return []
    return [
        "Two threads computed hardly more than one: the machine has one core, or other work. "
        "Limits on two threads are too high here; measure again when it is idle."
    ]
