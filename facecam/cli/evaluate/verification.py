"""``facecam evaluate verification``: one person or two?"""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from facecam.cli.options import BackendOption, JsonOption
from facecam.cli.progress import tracked


def verification(
    images: Annotated[Path, typer.Option(help="The folder with a sub-folder a person.")],
    pairs: Annotated[Path, typer.Option(help="The pairs, in LFW's format.")],
    json: JsonOption = False,
    backend: BackendOption = None,
) -> None:
    """Judge pairs of pictures, same person or not, by LFW's protocol."""
    from facecam.cli.evaluate.pipeline import open_stages
    from facecam.evaluation.pairs import read_pairs
    from facecam.evaluation.verification import verify

    folds = read_pairs(pairs, images)
    stages = open_stages(backend)
    report = verify(
        folds, stages.detect, stages.embed, lambda paths: tracked(paths, "Embedding pictures")
    )
    if json:
        typer.echo(json_format.dumps(asdict(report), indent=2))
        return
    typer.echo(
        f"Accuracy {report.accuracy:.4f} ± {report.accuracy_std:.4f} over {len(folds)} folds, "
        f"{report.pairs} pairs\nThreshold {report.threshold:.3f} (cosine similarity)\n"
        f"Faces not found: {report.faces_not_found}\nTime: {report.seconds:.0f} s"
    )
