"""``facecam models``: the weights, installed once and verified."""

from __future__ import annotations

from typing import Annotated

import typer

from facecam.cli.failures import FAILURE
from facecam.cli.options import JsonOption
from facecam.cli.output import remark, say, tell, tell_json
from facecam.cli.progress import stages
from facecam.errors import WeightsError

app = typer.Typer(help="Install, list and verify the model weights.", no_args_is_help=True)


@app.command()
def install(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list the result.")] = False,
) -> None:
    """Make the weights ready, once; what is there already is not made again."""
    from facecam.weights import install_models

    with stages() as progress:
        models = install_models(progress=progress)
    for model in [] if quiet else models:
        tell(f"{model.kind}: {model.manifest.id} in {model.folder}")


@app.command("list")
def list_installed(json: JsonOption = False) -> None:
    """List the installed weights; of each kind, the first is used."""
    from facecam.weights import list_models

    models = list_models()
    if json:
        rows = [{**m.manifest.model_dump(), "folder": str(m.folder)} for m in models]
        tell_json({"models": rows})
        return
    for model in models:
        manifest = model.manifest
        tell(f"{model.kind}: {manifest.id}\n  {manifest.source}\n  {model.folder}")
    if not models:
        remark("No weights are installed yet: facecam models install")


@app.command()
def verify() -> None:
    """Compare every weights file with its SHA-256."""
    from facecam.weights import list_models, verify_model

    models = list_models()
    if not models:
        raise WeightsError("No weights are installed. Run 'facecam models install'.")
    damaged = False
    for model in models:
        try:
            verify_model(model)
        except WeightsError as error:
            say(str(error))
            damaged = True
        else:
            tell(f"{model.kind}: {model.manifest.id} is whole.")
    if damaged:
        raise typer.Exit(FAILURE)
