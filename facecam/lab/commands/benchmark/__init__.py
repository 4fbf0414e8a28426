"""``facecam benchmark``: how fast is it, and does it agree with its references?

launch, live, search    the program as its user meets it
detect, embed           a part beside other detectors, or on another runtime
limit                   the networks beside what the machine can compute
results                 the last step of all: print, compare, keep
timings                 times as figures and as a table
options, detector       what several subcommands share
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
