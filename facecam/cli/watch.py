"""``facecam watch``: the engine of the window, without the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.options import (
    BackendOption,
    GalleryOption,
    JsonOption,
    MinFaceOption,
    SourceOption,
    StrangersOption,
    settings_with,
)
from facecam.cli.output import say, tell, tell_json
from facecam.errors import FacecamError

if TYPE_CHECKING:
    from facecam.cli.faces import Json
    from facecam.cli.notices import Notices
    from facecam.engine import LiveEngine
    from facecam.types import FrameResult

_FIRST_CAMERA = "0"
_POLL_EVERY_S = 0.5
"""How often the engine's status is read while no result comes."""


def watch(
    source: SourceOption = None,
    json: JsonOption = False,
    max_frames: Annotated[
        int | None, typer.Option(min=1, help="Stop after this many frames.", show_default=False)
    ] = None,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    strangers: StrangersOption = None,
    backend: BackendOption = None,
) -> None:
    """Say who is seen, until the source ends or Ctrl-C is pressed.

    Without --source: the one in the settings, else the first camera.

    Every frame of a file is looked at; of a camera or a stream, the newest
    whenever the last one is done. With --json: one line a frame; without: a
    line when someone appears or leaves. Standard error says when the source gives
    no picture, and when it is back.
    """
    from facecam.cli.engines import engines
    from facecam.cli.notices import Notices
    from facecam.cli.presence import Presence

    settings = settings_with(min_face, strangers)
    chosen = source or settings.source or _FIRST_CAMERA
    presence, notices = Presence(), Notices()
    with engines(settings, gallery, backend, every_frame=True) as made:
        engine = made.open_engine(chosen)
        try:
            engine.start()
            for count, result in enumerate(results_of(engine, notices), start=1):
                if json:
                    tell_json(frame_json(result), in_one_line=True)
                for line in [] if json else presence.update(result):
                    tell(line)
                if count == max_frames:
                    break
        finally:
            engine.stop()


def results_of(engine: LiveEngine, notices: Notices | None = None) -> Iterator[FrameResult]:
    """Yield each new result of a running engine until its source is over.

    Args:
        engine: the engine.
        notices: told how the engine stands, now and then; what they say is printed.

    Raises:
        FacecamError: the source or the recognition failed, after the last result.
    """
    from facecam.engine import EngineState

    seq = 0
    while True:
        status = engine.status()  # asked first: what was the last result is there by then
        if notices is not None:
            trouble = engine.gallery.snapshot.trouble
            for sentence in notices.update(status, trouble):
                say(sentence)
        entry = engine.results.newer_than(seq, _POLL_EVERY_S)
        if entry is not None:
            seq = entry.seq
            yield entry.value
        elif status.finished:
            break
    if status.state is EngineState.FAILED:
        raise FacecamError(status.message)


def frame_json(result: FrameResult) -> Json:
    """Return what was found in a frame as JSON values."""
    from facecam.cli.faces import tracked_face_json

    return {
        "frame": result.frame.seq,
        "position_s": result.frame.position_s,
        "faces": [tracked_face_json(face) for face in result.faces],
    }
