"""``facecam identify``: who is in these pictures?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.failures import FAILURE
from facecam.cli.gallery import open_gallery
from facecam.cli.options import (
    BackendOption,
    GalleryOption,
    ImagesArgument,
    JsonOption,
    MinFaceOption,
    StrangersOption,
    settings_with,
)
from facecam.cli.output import say, tell, tell_json
from facecam.errors import PictureError, UsageError
from facecam.printable import printable

if TYPE_CHECKING:
    from facecam.pipeline import Recogniser


def identify(
    images: ImagesArgument,
    json: JsonOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the picture with its boxes.")
    ] = None,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    strangers: StrangersOption = None,
    backend: BackendOption = None,
) -> None:
    """Say who is in pictures.

    A picture that cannot be read is named on standard error; the others are
    still looked at, and the exit code is 1. A picture that is not upright is
    turned to be looked at.
    """
    from facecam.pipeline import open_recogniser

    if output is not None and len(images) != 1:
        raise UsageError(f"--output writes one picture, and {len(images)} were given.")
    settings = settings_with(min_face, strangers)
    with open_gallery(gallery) as store:
        recogniser = open_recogniser(
            store,
            min_face_px=settings.min_face_px,
            one_stranger_in=settings.one_stranger_in,
            backend=backend or "litert",
        )
        recogniser.use_gallery(store.snapshot(recogniser.model_id))
    entries = [_identify(path, recogniser, output, as_json=json) for path in images]
    if json:
        tell_json({"images": entries})
    if any("error" in entry for entry in entries):
        raise typer.Exit(FAILURE)


def _identify(
    path: Path, recogniser: Recogniser, output: Path | None, *, as_json: bool
) -> dict[str, object]:
    from facecam.annotate import annotated
    from facecam.cli.faces import face_json, face_line
    from facecam.picture import load_picture, save_picture

    try:
        image = load_picture(path)
    except PictureError as error:
        say(str(error))
        return {"image": str(path), "turned_deg": 0, "faces": [], "error": str(error)}
    faces, turned_deg = recogniser.identify_upright(image)
    if output is not None:
        save_picture(annotated(image, faces), output)
    if not as_json:
        count = "1 face" if len(faces) == 1 else f"{len(faces)} faces"
        turned = f", turned by {turned_deg}° to be upright" if turned_deg else ""
        tell("\n  ".join([f"{printable(path)}: {count}{turned}", *map(face_line, faces)]))
    return {
        "image": str(path),
        "turned_deg": turned_deg,
        "faces": [face_json(face) for face in faces],
    }
