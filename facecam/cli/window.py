"""``facecam`` without a command: the window."""

from __future__ import annotations

from pathlib import Path

from facecam.cli.engines import engines
from facecam.cli.options import settings_with

NO_CAMERA = (
    "No camera was found: this is the built-in demo. Plug one in, or choose Source, Open file."
)


def show(
    source: str | None,
    gallery: Path | None,
    min_face: int | None,
    strangers: int | None,
    backend: str | None,
) -> int:
    """Open the window and return its exit code once it is closed.

    Args:
        source: what to show; None takes the settings' source, else the first
            camera, else the demo.
        gallery: the gallery file, None for the user's own.
        min_face: the smallest face to detect, pixels; None for the settings'.
        strangers: of how many strangers one may be named; None for the settings'.
        backend: what runs the networks, None for LiteRT.

    Raises:
        DisplayError: there is no screen.
        WeightsError: the weights are not installed.
    """
    settings = settings_with(min_face, strangers)
    chosen, banner = first_source(source or settings.source)
    with engines(settings, gallery, backend) as made:
        from facecam import gui

        return gui.run(made.open_engine, made.gallery, chosen, settings, banner)


def first_source(wanted: str | None) -> tuple[str, str | None]:
    """Return the source to begin with, and the sentence for the banner or None."""
    from facecam.capture import list_cameras

    if wanted:
        return wanted, None
    cameras = list_cameras()
    return (str(cameras[0].index), None) if cameras else ("demo", NO_CAMERA)
