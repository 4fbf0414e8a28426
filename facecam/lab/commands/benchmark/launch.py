"""``facecam benchmark launch``: how soon there is a picture, and a name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from facecam.cli.options import JsonOption
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

_BETTER = {"picture_s": Better.LESS, "name_s": Better.LESS, "rss_mb": Better.LESS}


def launch(
    runs: Annotated[int, typer.Option(min=1, help="How often the program is started.")] = 5,
    runs_on: Annotated[
        float, typer.Option(min=0.0, help="Seconds after the name until memory is read.")
    ] = 3.0,
    json: JsonOption = False,
    save: SaveOption = None,
    against: AgainstOption = None,
) -> None:
    """Start the program on the demo and time its first picture and first name."""
    import tempfile
    from pathlib import Path
    from statistics import median

    from facecam.lab.speed.launch import enrol_demo
    from facecam.lab.speed.launch import launch as launch_once

    with tempfile.TemporaryDirectory(prefix="facecam-") as name:
        folder = Path(name)
        enrol_demo(folder / "gallery.sqlite")
        launches = [launch_once(folder, runs_on) for _ in range(runs)]
    memory = [one.rss_mb for one in launches if one.rss_mb is not None]
    result = {
        "picture_s": round(median(one.picture_s for one in launches), 3),
        "name_s": round(median(one.name_s for one in launches), 3),
        "rss_mb": round(median(memory), 1) if memory else None,
    }
    lines = [
        f"first picture  {result['picture_s']:6.2f} s",
        f"first name     {result['name_s']:6.2f} s",
        *([f"memory         {median(memory):6.0f} MB, {runs_on:g} s later"] if memory else []),
        f"Medians of {runs} starts.",
    ]
    report(
        measured(
            "launch", {"runs_on": runs_on}, {**result, "runs": [asdict(one) for one in launches]}
        ),
        _BETTER,
        lines,
        json=json,
        save_in=save,
        against=against,
    )
