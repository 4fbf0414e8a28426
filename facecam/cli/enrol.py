"""``facecam enrol``: teach the gallery who someone is, from pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.cli.failures import FAILURE
from facecam.cli.gallery import open_gallery
from facecam.cli.options import (
    BackendOption,
    GalleryOption,
    JsonOption,
    MinFaceOption,
    settings_with,
)
from facecam.cli.output import say
from facecam.cli.progress import tracked
from facecam.errors import PictureError, UsageError

if TYPE_CHECKING:
    from facecam.cli.enrolment import Enrolment
    from facecam.cli.portraits import Album
    from facecam.pipeline import Recogniser
    from facecam.types import FaceSample


def enrol(
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
    json: JsonOption = False,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    backend: BackendOption = None,
) -> None:
    """Enrol people from pictures: one face in each.

    A picture that cannot be used is named with the reason; the others are
    enrolled all the same, and the exit code is 1. A picture that is not upright
    is turned, which is said.
    """
    from facecam.cli.enrolment import Enrolment

    album = _album(name, images or [], folder)
    enrolment = Enrolment(list(album.refused), album.passed_over)
    for refused in album.refused:
        say(refused.sentence)
    if album.portraits:
        _enrol(album, enrolment, gallery, min_face, backend or "litert", largest=largest)
    enrolment.tell(as_json=json)
    if enrolment.refused:
        raise typer.Exit(FAILURE)


def _enrol(
    album: Album,
    enrolment: Enrolment,
    gallery: Path | None,
    min_face: int | None,
    backend: str,
    *,
    largest: bool,
) -> None:
    from facecam.pipeline import open_recogniser

    min_face_px = settings_with(min_face).min_face_px
    with open_gallery(gallery) as store:
        recogniser = open_recogniser(store, min_face_px=min_face_px, backend=backend)
        for portrait in tracked(album.portraits, "Enrolling"):
            try:
                sample, turned_deg = only_face(portrait.path, recogniser, largest=largest)
            except PictureError as error:
                say(str(error))
                enrolment.refuse(portrait.path, error)
                continue
            person = store.enrol(portrait.name, [sample])
            enrolment.add(portrait.path, person.name, turned_deg)


class NoSingleFaceError(PictureError):
    """A picture does not show one upright face.

    Attributes:
        reason: ``no_face``, ``several_faces``, ``not_upright`` or ``no_embedding``.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def only_face(path: Path, recogniser: Recogniser, *, largest: bool) -> tuple[FaceSample, int]:
    """Return the face of a picture that shows one person, upright.

    Args:
        path: the picture.
        recogniser: what finds the face.
        largest: of several faces take the largest, instead of refusing.

    Returns:
        The face, and how far the picture had to be turned clockwise, degrees.

    Raises:
        PictureError: it cannot be read.
        NoSingleFaceError: it shows no face, or several, or none that is upright or
            that can be embedded.
    """
    from facecam.detect.upright import is_upright
    from facecam.picture import load_picture

    faces, turned_deg = recogniser.identify_upright(load_picture(path))
    if len(faces) > 1 and not largest:
        raise NoSingleFaceError(
            "several_faces",
            f"{path} shows {len(faces)} faces: crop it to one person, or take the largest "
            "with --largest.",
        )
    if not faces:
        raise NoSingleFaceError("no_face", f"{path} shows no face that can be found.")
    if faces[0].sample is None:
        raise NoSingleFaceError("no_embedding", f"{path} shows a face that cannot be embedded.")
    if turned_deg == 0 and not is_upright(faces[0].detection):
        raise NoSingleFaceError("not_upright", f"{path} shows a face that is not upright: turn it.")
    return faces[0].sample, turned_deg


def _album(name: str | None, images: Sequence[Path], folder: Path | None) -> Album:
    from facecam.cli.portraits import Album, Portrait, portraits_in

    if folder is not None:
        if name is not None:
            raise UsageError("Give a name and pictures, or --folder, not both.")
        return portraits_in(folder)
    if name is None or not images:
        raise UsageError("Give a name and at least one picture, or --folder with a folder.")
    return Album(tuple(Portrait(name, path) for path in images), (), ())
