"""``facecam gallery``: the file with the people enrolled, opened, checked and repaired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from facecam import paths
from facecam.cli.failures import FAILURE
from facecam.cli.options import BackendOption, GalleryOption, JsonOption
from facecam.cli.output import say, tell, tell_json
from facecam.errors import GalleryError

if TYPE_CHECKING:
    from facecam.gallery import GalleryStore
    from facecam.gallery.damage import Finding, Report
    from facecam.gallery.repair import Repaired

app = typer.Typer(help="Check and repair the gallery.", no_args_is_help=True)


@contextmanager
def open_gallery(given: Path | None) -> Iterator[GalleryStore]:
    """Open the gallery for a command, and say what its user must know of it.

    Args:
        given: the gallery file, None for the user's own.

    Raises:
        GalleryError: it cannot be opened.
    """
    from facecam.gallery import GalleryStore

    with GalleryStore(paths.gallery_file(given)) as store:
        if store.notice:
            say(store.notice)
        try:
            yield store
        finally:
            if store.trouble:
                say(store.trouble)


@app.command()
def check(json: JsonOption = False, gallery: GalleryOption = None) -> None:
    """Look for damage in names, embeddings and pictures; exit code 1 where there is some."""
    path = _existing(gallery)
    try:
        with open_gallery(path) as store:
            report = store.check()
    except GalleryError as error:
        if json:
            tell_json({"gallery": str(path), "whole": False, "error": str(error)})
        raise
    if json:
        tell_json({"gallery": str(path), "whole": not report.findings, **_report_json(report)})
    else:
        _tell_report(report)
    if report.findings:
        raise typer.Exit(FAILURE)


@app.command()
def repair(gallery: GalleryOption = None, backend: BackendOption = None) -> None:
    """Take out what is damaged, or embed it again from its picture; the old file is kept."""
    from facecam.errors import DamagedGalleryError
    from facecam.gallery.repair import repair as repair_file

    path = _existing(gallery)
    try:
        with open_gallery(path) as store:
            if not store.check().findings:
                tell("Nothing is damaged; nothing was changed.")
                return
    except DamagedGalleryError:
        pass  # what cannot be opened as a gallery can be repaired all the same
    repaired = repair_file(path)
    _tell_repaired(repaired)
    if repaired.without_embedding:
        _embed_again(path, repaired.without_embedding, backend)


def samples(count: int) -> str:
    """Return "1 sample", "2 samples"."""
    return "1 sample" if count == 1 else f"{count} samples"


def _existing(given: Path | None) -> Path:
    path = paths.gallery_file(given)
    if not path.exists():
        raise GalleryError(f"There is no gallery {path} yet: the first enrolment makes it.")
    return path


def _report_json(report: Report) -> dict[str, object]:
    damaged = [
        {
            "person": finding.person,
            "sample": finding.sample,
            "parts": [part.value for part in finding.parts],
        }
        for finding in report.findings
    ]
    return {"people": report.people, "samples": report.samples, "damaged": damaged}


def _tell_report(report: Report) -> None:
    for finding in report.findings:
        tell(_line(finding))
    if report.findings:
        tell("'facecam gallery repair' takes out what is damaged, or embeds it again.")
    else:
        tell(f"Nothing is damaged: {_counts(report)}.")


def _line(finding: Finding) -> str:
    if finding.sample is None:
        return finding.person
    parts = " and ".join(part.value for part in finding.parts)
    return f"{finding.person}: sample {finding.sample}: {parts} damaged"


def _tell_repaired(repaired: Repaired) -> None:
    for name in repaired.nameless:
        tell(f"{name}: 'facecam people rename' gives a name again")
    if repaired.without_crop:
        tell(f"{samples(repaired.without_crop)} used on without a picture")
    if repaired.lost:
        tell(f"{samples(repaired.lost)} damaged beyond repair and taken out")
    if repaired.unreadable:
        tell(f"{repaired.unreadable} places of the file not readable: what stood there is lost")
    tell(f"Repaired: {_counts(repaired)}. The gallery as it was is kept in {repaired.copy}.")


def _embed_again(path: Path, count: int, backend: str | None) -> None:
    from facecam.gallery import GalleryStore
    from facecam.pipeline import open_recogniser

    tell(f"{samples(count)} to embed again from the picture…")
    with GalleryStore(path) as store:
        open_recogniser(store, backend=backend or "litert")


def _counts(of: Report | Repaired) -> str:
    people = "1 person" if of.people == 1 else f"{of.people} people"
    return f"{people}, {samples(of.samples)}"
