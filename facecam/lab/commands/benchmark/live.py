"""``facecam benchmark live``: is every frame shown, and every face named in time?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import JsonOption
from facecam.cli.output import remark
from facecam.cli.processes import alone
from facecam.lab.commands.benchmark.options import read_size
from facecam.lab.commands.benchmark.results import AgainstOption, SaveOption, report
from facecam.lab.speed.comparison import Better
from facecam.lab.speed.results import measured

if TYPE_CHECKING:
    from facecam.lab.clips.live import LiveFigures
    from facecam.lab.clips.playback import Playback
    from facecam.lab.clips.reference import Reference
    from facecam.pipeline import VideoRecogniser

_BETTER = {
    **dict.fromkeys(
        (
            "display_fps",
            "recognised_fps",
            "embeddings_per_s",
            "recall",
            "precision",
            "faces_named",
            "large_faces_painted",
        ),
        Better.MORE,
    ),
    **dict.fromkeys(
        (
            "display_dropped",
            "overlay_age_ms",
            "time_to_name_ms",
            "faces_not_named",
            "gui_stall_ms",
            "start_stall_ms",
            "cpu_cores",
            "rss_mb",
            "peak_rss_mb",
            "identity_switches",
            "slowest_pace",
        ),
        Better.LESS,
    ),
}
_PEER_FRAMES = 100
_PEER_S = 60.0


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
    peers: Annotated[
        bool, typer.Option("--peers", help="Run the same frames through other programs too.")
    ] = False,
    json: JsonOption = False,
    save: SaveOption = None,
    against: AgainstOption = None,
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
        figures = _rounded(asdict(measure(clip, folder / "gallery.sqlite", min_face)))
        lines = _lines(figures)
        if peers:
            figures["peers"] = _race(clip)
            lines += _peer_lines(figures)
    report(
        measured("live", {"source": source, "size": size, "fps": fps, "seconds": seconds}, figures),
        _BETTER,
        lines,
        json=json,
        save_in=save,
        against=against,
    )


def _clip(
    source: str, folder: Path, size: str | None, fps: float | None, seconds: float | None
) -> str:
    """Return the file to play: the source's own, or one made from it."""
    from facecam.lab.clips.made_to_measure import make_clip

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
    from facecam.lab.clips.live import live_figures

    reference = alone(_search_in_full, clip, gallery, min_face_px)
    playback = alone(_play, clip, gallery, min_face_px)
    return live_figures(playback, reference, _names(reference))


def _search_in_full(clip: str, gallery: Path, min_face_px: int) -> Reference:
    from facecam.gallery import GalleryStore
    from facecam.lab.clips.reference import build_reference
    from facecam.network import Backend
    from facecam.pipeline import open_detector, open_recogniser

    detector = open_detector(min_face_px=min_face_px, threads=2, backend=Backend.LITERT)
    reference = build_reference(clip, detector, open_recogniser(min_face_px=min_face_px))
    with GalleryStore(gallery) as store:
        for name, sample in zip(_names(reference), reference.samples, strict=True):
            store.enrol(name, [sample])
    return reference


def _play(clip: str, gallery: Path, min_face_px: int) -> Playback:
    from facecam.cli.engines import engines
    from facecam.settings import Settings

    settings = Settings(min_face_px=min_face_px)
    recognisers: list[VideoRecogniser] = []
    with engines(settings, gallery, on_opened=recognisers.append) as made:
        from facecam.lab.clips.replay import replay

        return replay(
            made.open_engine,
            made.gallery,
            clip,
            settings,
            lambda: sum(recogniser.embedded for recogniser in recognisers),
        )


def _names(reference: Reference) -> list[str]:
    return [f"Person {number}" for number in range(1, len(reference.samples) + 1)]


def _race(clip: str) -> list[dict[str, Any]]:
    from facecam.lab.clips.frames import pictures_of
    from facecam.lab.speed.peer_race import race_peers
    from facecam.lab.speed.peers import installed_peers, missing_peers

    for note in missing_peers():
        remark(note)
    frames = pictures_of(Path(clip), _PEER_FRAMES)
    return [_rounded(asdict(speed)) for speed in race_peers(frames, installed_peers(), _PEER_S)]


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _rounded(value)
        if isinstance(value, dict)
        else round(value, 3)
        if isinstance(value, float)
        else value
        for name, value in figures.items()
    }


def _lines(figures: dict[str, Any]) -> list[str]:
    rows = []
    for name, value in figures.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        rows += [(f"{name} {part}".replace("_", " "), figure) for part, figure in parts]
    return [f"{name:22}{'-' if figure is None else figure:>10}" for name, figure in rows]


def _peer_lines(figures: dict[str, Any]) -> list[str]:
    ours = figures["recognised_fps"]
    head = f"{'':44}frames/s  faces a frame  over 40 px  Facecam's frames/s"
    return ["", head] + [
        f"{peer['name'] + ' ' + peer['version']:44}{peer['fps']:8.2f}"
        f"{peer['faces_per_frame']:15.2f}{peer['large_faces_per_frame']:12.2f}"
        f"{ours / peer['fps']:18.1f} ×"
        for peer in figures["peers"]
    ]
