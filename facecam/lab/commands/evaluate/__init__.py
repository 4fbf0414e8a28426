"""``facecam evaluate``: how accurate is it?

verification    do two pictures show one person?
identification  who is it, when most are strangers?
video           who is named in a clip, and how soon?
options         what several of them share
"""

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
