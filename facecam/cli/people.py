"""``facecam people``: who is enrolled, under which name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facecam import paths
from facecam.cli.gallery import open_gallery, samples
from facecam.cli.options import GalleryOption, JsonOption
from facecam.cli.output import remark, say, tell, tell_json
from facecam.errors import UsageError

if TYPE_CHECKING:
    from facecam.gallery import GalleryStore
    from facecam.types import Person

app = typer.Typer(help="List, rename and delete the people enrolled.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The name, in whatever case.")]


@app.command("list")
def list_people(json: JsonOption = False, gallery: GalleryOption = None) -> None:
    """List who is enrolled, and how many samples there are of each."""
    with open_gallery(gallery) as store:
        people = store.people(thumbnails=False)
    if json:
        rows = [{"id": p.id, "name": p.name, "samples": p.samples} for p in people]
        tell_json({"people": rows})
        return
    for person in people:
        tell(f"{person.name}  ({samples(person.samples)})")
    if not people:
        remark("Nobody is enrolled yet: facecam enrol NAME IMAGE…")


@app.command()
def rename(name: NameArgument, new_name: str, gallery: GalleryOption = None) -> None:
    """Give a person another name."""
    with open_gallery(gallery) as store:
        person = _find(store, name)
        renamed = store.rename(person.id, new_name)
    tell(f"{person.name} is now {renamed.name}.")


@app.command()
def delete(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    gallery: GalleryOption = None,
) -> None:
    """Forget a person: name, pictures and embeddings."""
    with open_gallery(gallery) as store:
        person = _find(store, name)
        if not yes:
            question = f"Delete this person and {samples(person.samples)}?"
            typer.confirm(question, abort=True, err=True)
        store.delete(person.id)
    tell(f"{person.name} was deleted.")
    _say_who_is_left(paths.gallery_file(gallery))


def _say_who_is_left(path: Path) -> None:
    from facecam.gallery.copies import copies_of

    copies = [str(file) for file in copies_of(path)]
    if copies:
        say(
            "Whoever was deleted may still be in the copies that were kept of the gallery: "
            f"delete {', '.join(copies)} when you no longer need them."
        )


def _find(store: GalleryStore, name: str) -> Person:
    person = store.find(name)
    if person is None:
        raise UsageError("Nobody of that name is enrolled: 'facecam people list' shows who is.")
    return person
