"""``facecam evaluate``: how accurate is it? One file a subcommand."""

from __future__ import annotations

import typer

from facecam.lab.commands.evaluate import identification, verification, video

app = typer.Typer(help="Measure how accurate recognition is.", no_args_is_help=True)
app.command()(verification.verification)
app.command()(identification.identification)
app.command()(video.video)


@app.callback()
def evaluate() -> None:
    """Measure how accurate recognition is."""
