"""``facecam evaluate identification``: who is it, when most are strangers?"""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import BackendOption, JsonOption
from facecam.cli.progress import tracked

if TYPE_CHECKING:
    from facecam.evaluation.collection import Collection

PROMISED = 0.001
"""The default setting: 1 in 1,000 strangers' visits may be named."""


def identification(
    images: Annotated[Path, typer.Option(help="The folder with a sub-folder a person.")],
    gallery_size: Annotated[int, typer.Option(min=1, help="How many people to enrol.")] = 100,
    samples: Annotated[int, typer.Option(min=1, help="With how many pictures each.")] = 1,
    trials: Annotated[int, typer.Option(min=1, help="How often to draw them anew.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing.")] = 0,
    cross_fit: Annotated[
        bool,
        typer.Option(
            "--cross-fit",
            help="Calibrate on one half of these people and report on the other, both ways, "
            "instead of using the shipped calibration.",
        ),
    ] = False,
    json: JsonOption = False,
    backend: BackendOption = None,
) -> None:
    """Enrol some people, and look for them among strangers."""
    from facecam.cli.evaluate.pipeline import open_stages
    from facecam.evaluation.collection import embed_collection

    stages = open_stages(backend)
    collection = embed_collection(
        images, stages.detect, stages.embed, lambda paths: tracked(paths, "Embedding pictures")
    )
    figures = _figures(
        collection, stages.model_id, gallery_size, samples, trials, seed, cross_fit=cross_fit
    )
    typer.echo(json_format.dumps(figures, indent=2) if json else _text(figures))


def _figures(
    collection: Collection,
    model_id: str,
    gallery_size: int,
    samples: int,
    trials: int,
    seed: int,
    *,
    cross_fit: bool,
) -> dict[str, Any]:
    import numpy as np

    from facecam.evaluation.identification import draw_trials, run_trial, spread, summary
    from facecam.openset.calibrated import Calibrated
    from facecam.openset.calibration import SHIPPED, load_calibration
    from facecam.openset.fit import fit

    vectors, people = collection.embeddings, collection.people
    everyone = np.ones(len(people), bool)
    if cross_fit:
        order = np.random.default_rng(seed).permutation(int(people.max()) + 1)
        halves = [(order % 2 == side)[people] for side in (0, 1)]
        parts = [(half, fit(model_id, vectors[~half], people[~half])) for half in halves]
    else:
        parts = [(everyone, load_calibration(SHIPPED / f"{model_id}.npz", model_id))]
    outcomes, known, strangers = [], 0, 0
    for rows, calibration in parts:
        enrol = Calibrated(calibration)
        for trial in draw_trials(people[rows], gallery_size, samples, trials, seed):
            outcomes.append(run_trial(trial, vectors[rows], enrol, PROMISED))
            known, strangers = known + len(trial.known), strangers + len(trial.strangers)
    program = [outcome for outcome, _ in outcomes]
    return {
        **summary(program),
        "plain": summary([plain for _, plain in outcomes]),
        "promised": PROMISED,
        "measured": spread([outcome.measured for outcome in program]),
        "found": spread([outcome.found for outcome in program]),
        "gallery_size": gallery_size,
        "samples": samples,
        "known_probes": known,
        "stranger_probes": strangers,
        "trials": len(outcomes),
        "faces_not_found": collection.faces_not_found,
    }


def _text(figures: dict[str, Any]) -> str:
    def line(name: str, of: dict[str, Any]) -> str:
        found = "  ".join(
            f"{value['mean']:.4f} ± {value['std']:.4f}" for value in of["dir"].values()
        )
        return f"{name:8} {of['rank1']['mean']:.4f} ± {of['rank1']['std']:.4f}  {found}"

    return "\n".join(
        [
            f"{figures['gallery_size']} people with {figures['samples']} pictures each, "
            f"{figures['trials']} trials, {figures['known_probes']} known probes, "
            f"{figures['stranger_probes']} strangers'",
            "         rank 1           DIR at 10 %      at 1 %           at 0.1 % strangers named",
            line("program", figures),
            line("cosine", figures["plain"]),
            f"Strangers named: {figures['measured']['mean']:.5f}, promised {figures['promised']}; "
            f"known people found with it: {figures['found']['mean']:.4f}",
            f"Faces not found: {figures['faces_not_found']}",
        ]
    )
