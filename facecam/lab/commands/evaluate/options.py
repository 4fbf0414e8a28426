"""The options that several evaluations share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CollectionOption = Annotated[
    Path, typer.Option("--images", help="The folder with a sub-folder a person.")
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="DIR",
        help="Write a page with plots and the worst mistakes to this folder. "
        "It holds pictures of people.",
        show_default=False,
    ),
]
CrossFitOption = Annotated[
    bool,
    typer.Option(
        "--cross-fit",
        help="Judge people with a calibration fitted on the other people in the folder, "
        "instead of the one the program uses.",
    ),
]
