"""``facecam benchmark``: how fast is it, and does it agree with its references?

One file a subcommand.
"""

from __future__ import annotations

import typer

from facecam.lab.commands.benchmark import detect, embed, launch, limit, live, search

app = typer.Typer(help="Measure speed, and agreement with other programs.", no_args_is_help=True)
app.command()(detect.detect)
app.command()(embed.embed)
app.command()(launch.launch)
app.command()(live.live)
app.command()(limit.limit)
app.command()(search.search)
