"""``facecam calibrate``: learn from pictures of many people what strangers are like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.options import BackendOption, JsonOption, MinFaceOption, settings_with
from facecam.cli.output import tell, tell_json
from facecam.cli.progress import tracked
from facecam.errors import UsageError

if TYPE_CHECKING:
    from facecam.collection.collection import Collection
    from facecam.scoring.calibration import Calibration

_GALLERIES = (10, 100)
_ONE_STRANGER_IN = (100, 1000, 10000)


def calibrate(
    images: Annotated[
        Path | None,
        typer.Option(
            help="The folder with a sub-folder a person: 100 people at least, some of them "
            "with two pictures or more.",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Go back to the calibration that ships with Facecam.")
    ] = False,
    json: JsonOption = False,
    min_face: MinFaceOption = None,
    backend: BackendOption = None,
) -> None:
    """Fit the promise of how many strangers are named to people like yours.

    The people are only looked at: nobody is enrolled, and what is kept are
    averages over at least ten people each. It is used from the next start on.
    """
    if remove == (images is not None):
        raise UsageError("Give --images with a folder to learn from, or --remove.")
    if images is None:
        figures, text = _remove(), _text_of_removal
    else:
        figures, text = _calibrate(images, min_face, backend or "litert"), _text
    if json:
        tell_json(figures)
    else:
        tell(text(figures))


def _calibrate(images: Path, min_face: int | None, backend: str) -> dict[str, Any]:
    from facecam.scoring.calibration import own_file
    from facecam.scoring.fit import fit

    model_id = _model_id()
    before = _in_use(model_id)
    collection = _collect(images, settings_with(min_face).min_face_px, backend)
    calibration = fit(model_id, collection.embeddings, collection.people)
    calibration.save(own_file(model_id))
    return {
        **_figures(calibration),
        "pictures": len(collection.people),
        "faces_not_found": collection.faces_not_found,
        "before": before,
    }


def _collect(images: Path, min_face_px: int, backend: str) -> Collection:
    from facecam.collection.collection import collect, list_pictures, people_of
    from facecam.collection.subject import embed_subjects
    from facecam.pipeline import open_recogniser
    from facecam.scoring.fit import refuse_too_few

    pictures = list_pictures(images)
    refuse_too_few(len(people_of(pictures)[0]))  # before the minutes that embedding takes
    recogniser = open_recogniser(min_face_px=min_face_px, backend=backend)
    subjects = embed_subjects(
        pictures, recogniser, lambda paths: tracked(paths, "Embedding pictures")
    )
    return collect(pictures, subjects)


def _remove() -> dict[str, Any]:
    from facecam.scoring.calibration import remove_own

    model_id = _model_id()
    return {"removed": remove_own(model_id), "in_use": _in_use(model_id)}


def _model_id() -> str:
    """Return what names the embeddings of the installed network, without opening it."""
    from facecam.embed.views import embedding_id
    from facecam.weights import find_model

    return embedding_id(find_model("facenet").manifest.id)


def _in_use(model_id: str) -> dict[str, Any] | None:
    """Return the figures of the calibration that counts now, None if there is none."""
    from facecam.scoring.calibration import NoCalibrationError, find_calibration

    try:
        return _figures(find_calibration(model_id))
    except NoCalibrationError:
        return None


def _figures(calibration: Calibration) -> dict[str, Any]:
    from facecam.scoring.calibration import own_file

    own = own_file(calibration.model_id)
    return {
        "model": calibration.model_id,
        "file": str(own) if own.exists() else None,
        "people": calibration.people,
        "limits": {
            str(people): {
                str(strangers): round(calibration.tail.threshold(1 / strangers, people), 4)
                for strangers in _ONE_STRANGER_IN
            }
            for people in _GALLERIES
        },
    }


def _text(figures: dict[str, Any]) -> str:
    before = figures["before"]
    table = [["strangers named", *(f"1 in {strangers:,}" for strangers in _ONE_STRANGER_IN)]]
    for people, limits in figures["limits"].items():
        were = dict.fromkeys(limits) if before is None else before["limits"][people]
        table.append([f"of {people} people", *(_limit(limits[at], were[at]) for at in limits)])
    return "\n".join(
        [
            f"Learned from {figures['people']} people in {figures['pictures']} pictures; in "
            f"{figures['faces_not_found']} more no face was found.",
            f"A face is named from this score on (before, by {_name(before)}):",
            *(f"{row[0]:15}" + "".join(f"{cell:>16}" for cell in row[1:]) for row in table),
            f"Kept in {figures['file']}.",
            "It counts from the next start; 'facecam calibrate --remove' takes it back.",
        ]
    )


def _limit(now: float, before: float | None) -> str:
    return f"{now:.3f} ({'-' if before is None else f'{before:.3f}'})"


def _text_of_removal(figures: dict[str, Any]) -> str:
    did = "Your own was removed." if figures["removed"] else "There was none of your own."
    return f"{did} From the next start on faces are judged by {_name(figures['in_use'])}."


def _name(calibration: dict[str, Any] | None) -> str:
    if calibration is None:
        return "plain cosine similarity, without a calibration"
    whose = "the calibration shipped" if calibration["file"] is None else "your own calibration"
    return f"{whose}, of {calibration['people']} people"
