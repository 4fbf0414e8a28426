"""The options that several commands share.

An option may stand before or after a command's name: ``facecam --gallery G
identify …`` and ``facecam identify … --gallery G`` are the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from facecam import paths
from facecam.settings import Settings, load


def _inherited(context: typer.Context, option: typer.CallbackParam, value: Any) -> Any:  # noqa: ANN401 - whatever type the option has
    """Return the option's value, or the one given before the command's name."""
    above = context.parent
    while value is None and above is not None:
        value, above = above.params.get(option.name or ""), above.parent
    return value


SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        "-s",
        metavar="SOURCE",
        help="A camera's number, a video file, a folder of pictures, a URL, or 'demo'.",
        callback=_inherited,
    ),
]
GalleryOption = Annotated[
    Path | None,
    typer.Option(
        "--gallery",
        help="The gallery file. Default: FACECAM_GALLERY, else your own.",
        show_default=False,
        callback=_inherited,
    ),
]
MinFaceOption = Annotated[
    int | None,
    typer.Option(
        "--min-face",
        min=20,
        max=400,
        help="The smallest face to look for, pixels.",
        callback=_inherited,
    ),
]
StrangersOption = Annotated[
    Literal[100, 1000, 10000] | None,
    typer.Option(
        "--strangers",
        help="Of so many strangers one may be given a name: 100, 1000 or 10000. "
        "The more, the less often your own people are named, too.",
        callback=_inherited,
    ),
]
BackendOption = Annotated[
    Literal["litert", "tensorflow"] | None,
    typer.Option(
        "--backend",
        help="What runs the networks: 'litert', quick to start, or 'tensorflow', for a GPU.",
        callback=_inherited,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
ImagesArgument = Annotated[
    list[Path], typer.Argument(metavar="IMAGE…", help="Picture files.", show_default=False)
]


def settings_with(min_face: int | None, strangers: int | None = None) -> Settings:
    """Return the user's settings with what was given on the command line in their place."""
    given = {"min_face_px": min_face, "one_stranger_in": strangers}
    chosen = {name: value for name, value in given.items() if value is not None}
    return load(paths.settings_file()).model_copy(update=chosen)
