"""``facecam enroll``: teach the gallery who someone is, from pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam import paths
from facecam.cli.failures import FAILURE
from facecam.cli.options import BackendOption, GalleryOption, MinFaceOption, settings_with
from facecam.cli.output import say, tell
from facecam.cli.people import samples
from facecam.cli.portraits import Portrait, portraits_in
from facecam.cli.progress import tracked
from facecam.errors import PictureError, UsageError

if TYPE_CHECKING:
    from facecam.pipeline import Recogniser
    from facecam.types import FaceSample


def enroll(
    name: Annotated[
        str | None, typer.Argument(help="Whose pictures these are.", show_default=False)
    ] = None,
    images: Annotated[
        list[Path] | None, typer.Argument(metavar="IMAGE…", help="Pictures of one person.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Enrol a folder: a sub-folder a person, or files like Name_0001.jpg."),
    ] = None,
    largest: Annotated[
        bool, typer.Option("--largest", help="Where several faces are seen, take the largest.")
    ] = False,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    backend: BackendOption = None,
) -> None:
    """Enrol people from pictures: one face in each.

    A picture that cannot be used is named with the reason; the others are
    enrolled all the same, and the exit code is 1.
    """
    from facecam.gallery import GalleryStore
    from facecam.pipeline import open_recogniser

    portraits = _portraits(name, images or [], folder)
    settings = settings_with(min_face)
    enrolled: Counter[str] = Counter()
    refused: list[str] = []
    with GalleryStore(paths.gallery_file(gallery)) as store:
        recogniser = open_recogniser(
            store, min_face_px=settings.min_face_px, backend=backend or "litert"
        )
        for portrait in tracked(portraits, "Enrolling"):
            try:
                sample = only_face(portrait.path, recogniser, largest=largest)
            except PictureError as error:
                refused.append(str(error))
                continue
            enrolled[store.enrol(portrait.name, [sample]).name] += 1
    _report(enrolled, refused)
    if refused:
        raise typer.Exit(FAILURE)


def only_face(path: Path, recogniser: Recogniser, *, largest: bool) -> FaceSample:
    """Return the face of a picture that shows one person.

    Args:
        path: the picture.
        recogniser: what finds the face.
        largest: of several faces take the largest, instead of refusing.

    Raises:
        PictureError: it cannot be read, or shows no face, or several.
    """
    from facecam.picture import load_picture

    faces = recogniser.identify(load_picture(path))
    if len(faces) > 1 and not largest:
        raise PictureError(
            f"{path} shows {len(faces)} faces: crop it to one person, or take the largest "
            "with --largest."
        )
    if not faces or faces[0].sample is None:
        raise PictureError(f"{path} shows no face that can be found.")
    return faces[0].sample


def _portraits(name: str | None, images: Sequence[Path], folder: Path | None) -> list[Portrait]:
    if folder is not None:
        if name is not None:
            raise UsageError("Give a name and pictures, or --folder, not both.")
        return portraits_in(folder)
    if name is None or not images:
        raise UsageError("Give a name and at least one picture, or --folder with a folder.")
    return [Portrait(name, path) for path in images]


def _report(enrolled: Counter[str], refused: Sequence[str]) -> None:
    for name, count in sorted(enrolled.items()):
        tell(f"{name}: {samples(count)} enrolled")
    for reason in refused:
        say(reason)
    total = enrolled.total() + len(refused)
    if total > 1:
        tell(f"{enrolled.total()} of {total} pictures enrolled, {len(enrolled)} people.")
