"""``facecam benchmark detect``: how long detection takes beside other detectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.options import JsonOption
from facecam.cli.progress import tracked
from facecam.lab.commands.benchmark.detector import open_benchmark_detector
from facecam.lab.commands.benchmark.options import RoundsOption, SourceOption, read_size
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.commands.benchmark.timings import BETTER, timing_rows, timing_table
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

if TYPE_CHECKING:
    from facecam.detect.mtcnn import Mtcnn
    from facecam.lab.speed.agreement import Boxes
    from facecam.types import Image

_CLIP_FRAMES = 10
_FOLDER_PICTURES = 200


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
    save: SaveOption = None,
    against: AgainstOption = None,
) -> None:
    """Time detection beside the mtcnn package and facenet-pytorch, where installed."""
    if parity is not None:
        _report_parity(parity, json=json, save=save, against=against)
        return
    from facecam.lab.clips.frames import first_frames
    from facecam.lab.speed.peer_detectors import MTCNN_MIN_FACE_PX, rivals
    from facecam.lab.speed.timing import race

    images = first_frames(source, frames, read_size(size))
    ours = f"facecam, min face {MTCNN_MIN_FACE_PX}"
    contestants: dict[str, Callable[[Image], object]] = {
        ours: open_benchmark_detector(MTCNN_MIN_FACE_PX).detect,
        "facecam, min face 40": open_benchmark_detector(40).detect,
        **rivals(MTCNN_MIN_FACE_PX),
    }
    rows = timing_rows(race(contestants, images, rounds), ours)
    report(
        measured("detect", {"source": source, "size": size, "frames": frames}, {"timings": rows}),
        BETTER,
        timing_table(rows, ours),
        json=json,
        save_in=save,
        against=against,
    )


def _report_parity(where: Path, *, json: bool, save: Path | None, against: Path | None) -> None:
    from facecam.lab.clips.frames import pictures_of
    from facecam.lab.speed.agreement import agreement
    from facecam.lab.speed.peer_detectors import MTCNN_MIN_FACE_PX, mtcnn_package

    images = pictures_of(where, _FOLDER_PICTURES if where.is_dir() else _CLIP_FRAMES)
    ours = _boxes(open_benchmark_detector(MTCNN_MIN_FACE_PX))
    result = agreement(tracked(images, "Comparing"), ours, mtcnn_package())
    report(
        measured("detect", {"parity": str(where)}, {**asdict(result), "share": result.share}),
        {"found": Better.MORE, "share": Better.MORE},
        [
            f"{result.found} of the mtcnn package's {result.theirs} faces found "
            f"({result.share:.1%}) in {result.pictures} pictures; ours finds {result.ours}."
        ],
        json=json,
        save_in=save,
        against=against,
    )


def _boxes(detector: Mtcnn) -> Boxes:
    import numpy as np

    return lambda image: np.asarray(
        [face.box for face in detector.detect(image)], np.float32
    ).reshape(-1, 4)
