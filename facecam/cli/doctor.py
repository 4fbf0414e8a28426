"""``facecam doctor``: what is here, what is missing, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict

import typer

from facecam.cli.failures import FAILURE
from facecam.cli.options import GalleryOption, JsonOption
from facecam.cli.output import tell, tell_json


def doctor(json: JsonOption = False, gallery: GalleryOption = None) -> None:
    """Say what is installed and what is missing; exit code 1 if something needed is."""
    from facecam.cli.checks import State, all_checks

    checks = all_checks(gallery)
    if json:
        rows = [{**asdict(check), "state": check.state.value} for check in checks]
        tell_json({"checks": rows})
    else:
        for check in checks:
            tell(f"{check.state.value:8} {check.subject}: {check.finding}")
    if any(check.state is State.MISSING for check in checks):
        raise typer.Exit(FAILURE)
