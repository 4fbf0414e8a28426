"""``facecam benchmark``: how fast is it, and does it agree with its references?"""

from __future__ import annotations

import json as json_format
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.options import JsonOption
from facecam.cli.progress import tracked
from facecam.errors import UsageError

if TYPE_CHECKING:
    from facecam.detect.mtcnn import Mtcnn
    from facecam.evaluation.agreement import Boxes
    from facecam.evaluation.timing import Timing
    from facecam.types import Image

app = typer.Typer(help="Measure speed, and agreement with other programs.", no_args_is_help=True)

SourceOption = Annotated[str, typer.Option("--source", "-s", help="What to measure on.")]
RoundsOption = Annotated[int, typer.Option(min=1, help="How often each picture is used.")]

_CLIP_FRAMES = 10
_FOLDER_PICTURES = 200
_THREADS = 2


@app.command()
def detect(
    source: SourceOption = "demo",
    frames: Annotated[int, typer.Option(min=1, help="How many frames.")] = 10,
    size: Annotated[str, typer.Option(help="Resize the frames to WIDTHxHEIGHT.")] = "640x480",
    rounds: RoundsOption = 3,
    parity: Annotated[
        Path | None,
        typer.Option(help="Instead: which of the mtcnn package's faces ours finds here."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Time detection beside the mtcnn package and facenet-pytorch, where installed."""
    if parity is not None:
        _report_parity(parity, json=json)
        return
    from facecam.evaluation.frames import first_frames
    from facecam.evaluation.rivals import MTCNN_MIN_FACE_PX, rivals
    from facecam.evaluation.timing import race

    images = first_frames(source, frames, _size(size))
    ours = f"facecam, min face {MTCNN_MIN_FACE_PX}"
    contestants: dict[str, Callable[[Image], object]] = {
        ours: _detector(MTCNN_MIN_FACE_PX).detect,
        "facecam, min face 40": _detector(40).detect,
        **rivals(MTCNN_MIN_FACE_PX),
    }
    _report_timings(race(contestants, images, rounds), ours, json=json)


@app.command()
def embed(
    source: SourceOption = "demo",
    rounds: RoundsOption = 20,
    json: JsonOption = False,
) -> None:
    """Time the embedding of a face on LiteRT and on TensorFlow, and compare the results."""
    from facecam.embed.crop import crop_face
    from facecam.evaluation.embedding import lowest_cosine, time_a_face
    from facecam.evaluation.frames import first_frames
    from facecam.network import Backend, open_network
    from facecam.weights import find_model

    detector = _detector(40)
    images = first_frames(source, 10, None)
    crops = [crop_face(image, face.box) for image in images for face in detector.detect(image)]
    if not crops:
        raise UsageError(f"No face is seen in {source}, so there is nothing to embed.")
    folder = find_model("facenet").folder
    litert = open_network(folder, "facenet", Backend.LITERT, _THREADS)
    tensorflow = open_network(folder, "facenet", Backend.TENSORFLOW, _THREADS)
    networks = {"litert": litert, "tensorflow": tensorflow}
    timings = [t for size in (1, 4) for t in time_a_face(networks, crops, size, rounds)]
    cosine = lowest_cosine(litert, tensorflow, crops[:4])
    _report_timings(timings, "litert, batch of 1", json=json, extra={"lowest_cosine": cosine})


def _report_parity(where: Path, *, json: bool) -> None:
    from facecam.evaluation.agreement import agreement
    from facecam.evaluation.frames import pictures_of
    from facecam.evaluation.rivals import MTCNN_MIN_FACE_PX, mtcnn_package

    images = pictures_of(where, _FOLDER_PICTURES if where.is_dir() else _CLIP_FRAMES)
    result = agreement(
        tracked(images, "Comparing"), _boxes(_detector(MTCNN_MIN_FACE_PX)), mtcnn_package()
    )
    if json:
        typer.echo(json_format.dumps({**asdict(result), "share": result.share}, indent=2))
        return
    typer.echo(
        f"{result.found} of the mtcnn package's {result.theirs} faces found "
        f"({result.share:.1%}) in {result.pictures} pictures; ours finds {result.ours}."
    )


def _report_timings(
    timings: Sequence[Timing], base: str, *, json: bool, extra: dict[str, float] | None = None
) -> None:
    unit_ms = next(timing.median_ms for timing in timings if timing.name == base)
    rows = [{**asdict(t), "ratio": round(t.median_ms / unit_ms, 3)} for t in timings]
    if json:
        typer.echo(json_format.dumps({"timings": rows, **(extra or {})}, indent=2))
        return
    width = max(len(timing.name) for timing in timings)
    typer.echo(f"{'':{width}}  median ms  fastest ms  × {base}")
    for row in rows:
        typer.echo(
            f"{row['name']:{width}}  {row['median_ms']:9.1f}  {row['fastest_ms']:10.1f}"
            f"  {row['ratio']:.2f}"
        )
    for name, value in (extra or {}).items():
        typer.echo(f"{name.replace('_', ' ')}: {value:.6f}")


def _detector(min_face_px: int) -> Mtcnn:
    from facecam.network import Backend
    from facecam.pipeline import open_detector

    return open_detector(min_face_px=min_face_px, threads=_THREADS, backend=Backend.LITERT)


def _boxes(detector: Mtcnn) -> Boxes:
    import numpy as np

    return lambda image: np.asarray(
        [face.box for face in detector.detect(image)], np.float32
    ).reshape(-1, 4)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise UsageError(f"--size must be like 640x480, not {text}.")
    return int(width), int(height)
