"""The command line as a whole: which commands there are, and where they live."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

import facecam
from facecam.cli import (
    calibrate,
    doctor,
    enrol,
    gallery,
    identify,
    models,
    people,
    watch,
    window,
)
from facecam.cli.failures import FAILURE, install_bug_reports, run
from facecam.cli.options import (
    BackendOption,
    GalleryOption,
    MinFaceOption,
    SourceOption,
    StrangersOption,
)
from facecam.cli.output import escape_what_cannot_be_written, tell
from facecam.cli.stopping import stop_in_order
from facecam.lab.commands import benchmark, evaluate

_ONE_BLAS_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""numpy's threads wait for work by spinning, on the cores that Qt and the networks need.
Takes effect where numpy is not imported yet."""

app = typer.Typer(
    name="facecam",
    help="Recognise faces in a live camera picture, on this computer only.",
    add_completion=False,
    no_args_is_help=False,
)
app.command()(identify.identify)
app.command()(enrol.enrol)
app.command("enroll", hidden=True, help="The same as enrol.")(enrol.enrol)
app.command()(watch.watch)
app.add_typer(people.app, name="people")
app.add_typer(gallery.app, name="gallery")
app.add_typer(models.app, name="models")
app.add_typer(evaluate.app, name="evaluate")
app.command()(calibrate.calibrate)
app.add_typer(benchmark.app, name="benchmark")
app.command()(doctor.doctor)


def _show_version(wanted: bool) -> None:
    if wanted:
        tell(f"facecam {facecam.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    source: SourceOption = None,
    gallery: GalleryOption = None,
    min_face: MinFaceOption = None,
    strangers: StrangersOption = None,
    backend: BackendOption = None,
    version: Annotated[  # noqa: ARG001 - its callback has acted on it
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
    debug: Annotated[  # noqa: ARG001 - for --help; main has acted on it
        bool, typer.Option("--debug", help="Show tracebacks; may stand after a command too.")
    ] = False,
) -> None:
    """Recognise faces in a live camera picture, on this computer only.

    Without a command: open the window.
    """
    if context.invoked_subcommand is None:
        raise typer.Exit(window.show(source, gallery, min_face, strangers, backend))


def main() -> None:
    """Run the ``facecam`` command and leave the program with its exit code."""
    os.environ.setdefault(*_ONE_BLAS_THREAD)
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    escape_what_cannot_be_written()
    install_bug_reports(debug=debug)
    stop_in_order()
    words = [word for word in arguments if word != "--debug"]
    try:
        code = run(typer.main.get_command(app), words, debug=debug)
    except SystemExit as asked:  # by a signal, or because nobody reads what is printed
        code = asked.code if isinstance(asked.code, int) else FAILURE
    leave(code)


def leave(code: int) -> NoReturn:
    """Leave the program, at once where there are daemon threads: those that nobody waits for.

    Everything has been closed and saved by now, or is being so by a thread that is no
    daemon, and is waited for, as Python does. But a daemon that a camera's driver holds
    in C++ would, coming back while Python shuts down, abort the whole process.
    """
    others = [one for one in threading.enumerate() if one is not threading.current_thread()]
    if not any(thread.daemon for thread in others):
        sys.exit(code)
    for thread in others:
        if not thread.daemon:
            thread.join()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more
            stream.flush()
    os._exit(code)
