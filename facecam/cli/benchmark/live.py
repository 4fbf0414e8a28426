"""``facecam benchmark live``: is every frame shown, and every face named in time?"""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.benchmark.options import read_size
from facecam.cli.options import JsonOption

if TYPE_CHECKING:
    from facecam.evaluation.live import LiveFigures
    from facecam.evaluation.reference import Reference
    from facecam.playback import Playback


def live(
    source: Annotated[str, typer.Option("--source", "-s", help="The video to play.")] = "demo",
    size: Annotated[
        str | None, typer.Option(help="Resize it to WIDTHxHEIGHT first.", show_default=False)
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(min=1, max=240, help="Play its frames at this rate.", show_default=False),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=1, help="Repeat it until it is this long.", show_default=False),
    ] = None,
    min_face: Annotated[int, typer.Option(min=20, max=400, help="Smallest face, pixels.")] = 40,
    json: JsonOption = False,
) -> None:
    """Play a video in the window, without a screen, and measure what a user would see.

    The people in it are found first, by a full search of every frame, and
    enrolled in a gallery that is thrown away afterwards.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="facecam-") as name:
        folder = Path(name)
        if source == "demo" and seconds is None:
            seconds = 20.0
        clip = _clip(source, folder, size, fps, seconds)
        figures = measure(clip, folder / "gallery.sqlite", min_face)
    typer.echo(json_format.dumps(asdict(figures), indent=2) if json else _table(asdict(figures)))


def _clip(
    source: str, folder: Path, size: str | None, fps: float | None, seconds: float | None
) -> str:
    """Return the file to play: the source's own, or one made from it."""
    from facecam.evaluation.clips import make_clip

    if size is None and fps is None and seconds is None and Path(source).is_file():
        return source
    file = folder / "clip.mp4"
    make_clip(source, file, size=read_size(size) if size else None, fps=fps, seconds=seconds)
    return str(file)


def measure(clip: str, gallery: Path, min_face_px: int) -> LiveFigures:
    """Search a clip in full, enrol its people and play it.

    The full search and the window run in processes of their own, so that what
    the one needs does not count for the other.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from facecam.evaluation.live import live_figures

    def alone(work: Any, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the work returns
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            return process.submit(work, *arguments).result()

    reference: Reference = alone(_refer, clip, gallery, min_face_px)
    playback: Playback = alone(_play, clip, gallery, min_face_px)
    return live_figures(playback, reference, _names(reference))


def _refer(clip: str, gallery: Path, min_face_px: int) -> Reference:
    from facecam.evaluation.reference import refer
    from facecam.gallery import GalleryStore
    from facecam.network import Backend
    from facecam.pipeline import open_detector, open_recogniser

    detector = open_detector(min_face_px=min_face_px, threads=2, backend=Backend.LITERT)
    reference = refer(clip, detector, open_recogniser(min_face_px=min_face_px))
    with GalleryStore(gallery) as store:
        for name, sample in zip(_names(reference), reference.samples, strict=True):
            store.enrol(name, [sample])
    return reference


def _play(clip: str, gallery: Path, min_face_px: int) -> Playback:
    from facecam.cli.window import engines
    from facecam.settings import Settings

    settings = Settings(min_face_px=min_face_px)
    with engines(settings, gallery) as open_engine:
        from facecam.gui.replay import replay

        return replay(open_engine, clip, settings)


def _names(reference: Reference) -> list[str]:
    return [f"Person {number}" for number in range(1, len(reference.samples) + 1)]


def _table(figures: dict[str, Any], prefix: str = "") -> str:
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines.append(_table(value, f"{name} "))
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
            lines.append(f"{(prefix + name).replace('_', ' '):24} {shown:>10}")
    return "\n".join(lines)
