"""``facecam benchmark launch``: how soon there is a picture, and a name."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from typing import Annotated

import typer

from facecam.cli.options import JsonOption


def launch(
    runs: Annotated[int, typer.Option(min=1, help="How often the program is started.")] = 5,
    runs_on: Annotated[
        float, typer.Option(min=0.0, help="Seconds after the name until memory is read.")
    ] = 3.0,
    json: JsonOption = False,
) -> None:
    """Start the program on the demo and time its first picture and first name."""
    import tempfile
    from pathlib import Path
    from statistics import median

    from facecam.evaluation.launch import enrol_demo
    from facecam.evaluation.launch import launch as launch_once

    with tempfile.TemporaryDirectory(prefix="facecam-") as name:
        folder = Path(name)
        enrol_demo(folder / "gallery.sqlite")
        launches = [launch_once(folder, "demo", runs_on) for _ in range(runs)]
    memory = [one.rss_mb for one in launches if one.rss_mb is not None]
    result = {
        "picture_s": round(median(one.picture_s for one in launches), 3),
        "name_s": round(median(one.name_s for one in launches), 3),
        "rss_mb": round(median(memory), 1) if memory else None,
    }
    if json:
        typer.echo(json_format.dumps({**result, "runs": [asdict(o) for o in launches]}, indent=2))
        return
    typer.echo(f"first picture  {result['picture_s']:6.2f} s")
    typer.echo(f"first name     {result['name_s']:6.2f} s")
    if memory:
        typer.echo(f"memory         {median(memory):6.0f} MB, {runs_on:g} s later")
    typer.echo(f"Medians of {runs} starts.")
