"""``facecam evaluate identification``: who is it, when most are strangers?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import (
    BackendOption,
    JsonOption,
    MinFaceOption,
    StrangersOption,
    settings_with,
)
from facecam.cli.output import tell, tell_json
from facecam.cli.progress import tracked
from facecam.errors import UsageError
from facecam.lab.commands.evaluate.options import CollectionOption, CrossFitOption, ReportOption

if TYPE_CHECKING:
    from facecam.lab.accuracy.experiment import Split

PAGE = "identification.html"
OF_DRAWING = ("gallery_size", "samples", "trials", "seed", "cross_fit", "folds")
"""The options that have no meaning with ``--probes``."""


def identification(
    context: typer.Context,
    images: CollectionOption,
    probes: Annotated[
        Path | None,
        typer.Option(
            help="Enrol everyone in --images, and look for the people in this folder instead: "
            "a sub-folder has the name of a person enrolled, or a stranger's.",
            show_default=False,
        ),
    ] = None,
    gallery_size: Annotated[int, typer.Option(min=1, help="How many people to enrol.")] = 100,
    samples: Annotated[int, typer.Option(min=1, help="With how many pictures each.")] = 1,
    trials: Annotated[int, typer.Option(min=1, help="How often to draw them anew.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing.")] = 0,
    cross_fit: CrossFitOption = False,
    folds: Annotated[
        Path | None,
        typer.Option(
            metavar="PAIRS",
            help="Part the people for --cross-fit by the odd and the even folds of this file of "
            "pairs, instead of at random. People in no fold help to fit both times.",
            show_default=False,
        ),
    ] = None,
    strangers: StrangersOption = None,
    report: ReportOption = None,
    json: JsonOption = False,
    min_face: MinFaceOption = None,
    backend: BackendOption = None,
) -> None:
    """Enrol some people, and look for them among strangers.

    With --cross-fit people are parted in two, and each part's trials are judged
    with a calibration fitted on everyone else.
    """
    from facecam.lab.accuracy.experiment import drawn, fixed
    from facecam.lab.accuracy.identification import figures
    from facecam.lab.accuracy.report.identification import identification_page
    from facecam.lab.accuracy.report.page import make_folder, write
    from facecam.lab.accuracy.trials import Drawing
    from facecam.pipeline import open_recogniser

    if probes is not None:
        _refuse_drawing(context)
    split = _split(images, folds, seed, cross_fit=cross_fit)
    if report is not None:
        make_folder(report)
    settings = settings_with(min_face, strangers)
    recogniser = open_recogniser(min_face_px=settings.min_face_px, backend=backend or "litert")
    progress = partial(tracked, description="Embedding pictures")
    experiment = (
        drawn(images, Drawing(gallery_size, samples, trials, seed), recogniser, split, progress)
        if probes is None
        else fixed(images, probes, recogniser, progress)
    )
    promised = 1 / settings.one_stranger_in
    outcomes = experiment.run(promised)
    results = {
        **figures(outcomes, experiment.collection),
        "promised": promised,
        "one_stranger_in": settings.one_stranger_in,
        "calibrated": experiment.is_calibrated,
        "cross_fit": cross_fit,
    }
    if report is not None:
        write(identification_page(results, experiment.collection, outcomes), report / PAGE)
    if json:
        tell_json(results)
    else:
        tell(_text(results))


def _refuse_drawing(context: typer.Context) -> None:
    """Refuse options that say how to draw people where both folders are given."""
    given = [
        "--" + name.replace("_", "-")
        for name in OF_DRAWING
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    ]
    if given:
        raise UsageError(
            f"With --probes nobody is drawn at random: leave out {' and '.join(given)}."
        )


def _split(images: Path, folds: Path | None, seed: int, *, cross_fit: bool) -> Split | None:
    """Return what parts the people for ``--cross-fit``."""
    from facecam.lab.accuracy.crossfit import by_folds, halves
    from facecam.lab.accuracy.pairs import read_pairs

    if folds is not None:
        if not cross_fit:
            raise UsageError("--folds says how --cross-fit parts the people: give both.")
        pairs = read_pairs(folds, images)
        return lambda names, people: by_folds(names, people, pairs)
    return (lambda _, people: halves(people, seed)) if cross_fit else None


def _text(figures: Mapping[str, Any]) -> str:
    known, strangers = figures["answers"]["known"], figures["answers"]["strangers"]
    calibration = "" if figures["calibrated"] else "No calibration: judged by plain cosine.\n"
    return (
        f"Enrolled: {figures['gallery_size']}, pictures of each: {figures['samples']:g}\n"
        f"Trials: {figures['trials']}, with {figures['known_probes']} known probes and "
        f"{figures['stranger_probes']} strangers'\n{calibration}"
        "         rank 1           DIR at 10 %      at 1 %           at 0.1 % strangers named\n"
        f"{_line('program', figures)}\n{_line('cosine', figures['plain'])}\n"
        f"As the program says it, at 1 in {figures['one_stranger_in']} strangers:\n"
        f"known      {_shares(known)}\nstrangers  {_shares(strangers)}\n"
        f"Faces not found: {figures['faces_not_found']}"
    )


def _line(name: str, of: Mapping[str, Any]) -> str:
    return f"{name:8} {'  '.join(map(_mean_and_deviation, (of['rank1'], *of['dir'].values())))}"


def _mean_and_deviation(value: Mapping[str, float]) -> str:
    return f"{value['mean']:.4f} ± {value['std']:.4f}"


def _shares(answers: Mapping[str, Mapping[str, float]]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {share['mean']:.5f}" for name, share in answers.items()
    )
