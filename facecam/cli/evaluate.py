"""``facecam evaluate``: how accurate is it?"""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.options import BackendOption, JsonOption
from facecam.cli.progress import tracked

if TYPE_CHECKING:
    from facecam.types import Floats, Image

app = typer.Typer(help="Measure how accurate recognition is.", no_args_is_help=True)

MIN_FACE_PX = 20
"""LFW's pictures are 250 px wide; what stands in their middle may be small."""


@app.callback()
def evaluate() -> None:
    """Measure how accurate recognition is."""


@app.command()
def verification(
    images: Annotated[Path, typer.Option(help="The folder with a sub-folder a person.")],
    pairs: Annotated[Path, typer.Option(help="The pairs, in LFW's format.")],
    json: JsonOption = False,
    backend: BackendOption = None,
) -> None:
    """Judge pairs of pictures, same person or not, by LFW's protocol."""
    from facecam.embed.crop import crop_face
    from facecam.evaluation.pairs import read_pairs
    from facecam.evaluation.verification import verify
    from facecam.network import Backend
    from facecam.pipeline import open_detector, open_embedder

    folds = read_pairs(pairs, images)
    runtime = Backend(backend or "litert")
    detector = open_detector(min_face_px=MIN_FACE_PX, threads=2, backend=runtime)
    embedder = open_embedder(threads=2, backend=runtime)

    def embed(image: Image, box: Floats) -> Floats:
        embedding: Floats = embedder.embed([crop_face(image, box)])[0]
        return embedding

    report = verify(
        folds, detector.detect, embed, lambda paths: tracked(paths, "Embedding pictures")
    )
    if json:
        typer.echo(json_format.dumps(asdict(report), indent=2))
        return
    typer.echo(
        f"Accuracy {report.accuracy:.4f} ± {report.accuracy_std:.4f} over {len(folds)} folds, "
        f"{report.pairs} pairs\nThreshold {report.threshold:.3f} (cosine similarity)\n"
        f"Faces not found: {report.faces_not_found}\nTime: {report.seconds:.0f} s"
    )
