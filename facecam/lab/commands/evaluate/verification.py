"""``facecam evaluate verification``: one person or two?"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import BackendOption, JsonOption, MinFaceOption, settings_with
from facecam.cli.output import tell, tell_json
from facecam.cli.progress import tracked
from facecam.lab.commands.evaluate.options import CollectionOption, CrossFitOption, ReportOption

if TYPE_CHECKING:
    from facecam.collection.subject import Subject
    from facecam.lab.accuracy.crossfit import Scoring
    from facecam.lab.accuracy.pairs import Fold
    from facecam.lab.accuracy.verification import Verified

PAGE = "verification.html"


def verification(
    images: CollectionOption,
    pairs: Annotated[Path, typer.Option(help="The pairs, in LFW's format.")],
    cross_fit: CrossFitOption = False,
    report: ReportOption = None,
    json: JsonOption = False,
    min_face: MinFaceOption = None,
    backend: BackendOption = None,
) -> None:
    """Judge pairs of pictures, same person or not, by LFW's protocol."""
    from facecam.collection.collection import list_pictures
    from facecam.collection.subject import embed_subjects
    from facecam.lab.accuracy.pairs import pictures_in, read_pairs
    from facecam.lab.accuracy.report.page import make_folder, write
    from facecam.lab.accuracy.report.verification import verification_page
    from facecam.lab.accuracy.verification import check_folds, verify
    from facecam.pipeline import open_recogniser
    from facecam.scoring.calibrated_index import CalibratedScoring

    began_at = time.perf_counter()
    folds = read_pairs(pairs, images)
    check_folds(folds)
    if report is not None:
        make_folder(report)
    recogniser = open_recogniser(
        min_face_px=settings_with(min_face).min_face_px, backend=backend or "litert"
    )
    pictures = {*pictures_in(folds), *(list_pictures(images) if cross_fit else ())}
    subjects = embed_subjects(
        sorted(pictures), recogniser, lambda paths: tracked(paths, "Embedding pictures")
    )
    scorings = _scorings(folds, subjects, recogniser.model_id, cross_fit=cross_fit)
    program, plain = verify(folds, subjects, scorings)
    results = {
        **_figures(folds, subjects, program, plain),
        "calibrated": isinstance(scorings[0], CalibratedScoring),
        "cross_fit": cross_fit,
        "seconds": time.perf_counter() - began_at,
    }
    if report is not None:
        write(verification_page(results, folds, subjects, program, plain), report / PAGE)
    if json:
        tell_json(results)
    else:
        tell(_text(results))


def _scorings(
    folds: Sequence[Fold], subjects: Mapping[Path, Subject], model_id: str, *, cross_fit: bool
) -> list[Scoring]:
    """Return what compares each fold's faces."""
    from facecam.collection.collection import collect, rows_of
    from facecam.lab.accuracy.crossfit import fitted_without
    from facecam.lab.accuracy.pairs import people_in
    from facecam.pipeline import open_scoring

    everyone = collect(list(subjects), subjects)
    if not cross_fit:
        return [open_scoring(model_id)] * len(folds)
    return [
        fitted_without(
            everyone, rows_of(people_in([fold]), everyone.names, everyone.people), model_id
        )
        for fold in folds
    ]


def _figures(
    folds: Sequence[Fold], subjects: Mapping[Path, Subject], program: Verified, plain: Verified
) -> dict[str, Any]:
    from facecam.lab.accuracy.pairs import pictures_in
    from facecam.lab.accuracy.verification import figures

    judged = [subjects[path] for path in pictures_in(folds)]
    return {
        **figures(program),
        "plain": figures(plain),
        "pairs": sum(map(len, folds)),
        "faces_not_found": sum(not subject.is_found for subject in judged),
        "faces_not_judged": sum(subject.fault is not None for subject in judged),
    }


def _text(figures: Mapping[str, Any]) -> str:
    calibration = "" if figures["calibrated"] else "\nNo calibration: judged by plain cosine."
    return (
        f"Accuracy {figures['accuracy']:.4f} ± {figures['accuracy_std']:.4f} over "
        f"{len(figures['fold_accuracies'])} folds, {figures['pairs']} pairs{calibration}\n"
        "         accuracy         threshold  AUC     EER     accepted at FAR 0.1 %\n"
        f"{_line('program', figures)}\n{_line('cosine', figures['plain'])}\n"
        f"Faces not found: {figures['faces_not_found']}\nTime: {figures['seconds']:.0f} s"
    )


def _line(name: str, of: Mapping[str, Any]) -> str:
    rate = of["validation_rate"]
    return (
        f"{name:8} {of['accuracy']:.4f} ± {of['accuracy_std']:.4f}  {of['threshold']:<9.3f}  "
        f"{of['auc']:.4f}  {of['eer']:.4f}  {rate['mean']:.4f} ± {rate['std']:.4f}"
    )
