"""The doctor's checks. Each check says what was found, or what to do."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from facecam import paths
from facecam.errors import FacecamError, WeightsError

_STAND_INS = {"tensorflow-cpu": ("tensorflow",)}
"""Packages that bring the same modules as the one asked for: TensorFlow for a GPU."""


class State(Enum):
    """How a check went."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check of the doctor found.

    Attributes:
        subject: what.
        state: NOTE for what the program can do without.
        finding: what was found, or what to do.
    """

    subject: str
    state: State
    finding: str


def all_checks(gallery: Path | None) -> list[Check]:
    """Run every check.

    Args:
        gallery: the gallery file, None for the user's own.
    """
    return [
        Check("Python", State.OK, f"{platform.python_version()} on {platform.platform()}"),
        *_packages(),
        _ffmpeg(),
        *_weights(),
        *_calibration(),
        _cameras(),
        _gallery(paths.gallery_file(gallery)),
        _display(),
        _qt_plugins(),
        Check("Log", State.OK, str(paths.log_file())),
    ]


def _packages() -> Iterator[Check]:
    """Check every package that Facecam's own metadata asks for, extras left out."""
    try:
        requirements = metadata.requires("facecam") or []
    except metadata.PackageNotFoundError:
        yield Check("facecam", State.MISSING, "is not installed: run 'make run' or 'pip install .'")
        return
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _package(requirement)


def _package(requirement: Requirement) -> Check:
    for name in (requirement.name, *_STAND_INS.get(requirement.name, ())):
        with suppress(metadata.PackageNotFoundError):
            version = metadata.version(name)
            found = version if name == requirement.name else f"{name} {version}"
            return Check(requirement.name, State.OK, found)
    wanted = f"{requirement.name}{requirement.specifier}"
    return Check(requirement.name, State.MISSING, f"run: pip install '{wanted}'")


def _ffmpeg() -> Check:
    import cv2

    if re.search(r"FFMPEG:\s+YES", cv2.getBuildInformation()):
        return Check("Video files and streams", State.OK, "OpenCV has FFmpeg")
    return Check("Video files and streams", State.NOTE, "this OpenCV has no FFmpeg: cameras only")


def _weights() -> Iterator[Check]:
    from facecam.weights import find_model, verify_model
    from facecam.weights.manifest import KINDS

    for kind in KINDS:
        try:
            model = find_model(kind)
            verify_model(model)
        except FacecamError as error:
            yield Check(f"Weights of {kind}", State.MISSING, str(error))
        else:
            yield Check(f"Weights of {kind}", State.OK, f"{model.manifest.id} in {model.folder}")


def _calibration() -> Iterator[Check]:
    """Check for the installed FaceNet's calibration; nothing where no FaceNet is installed."""
    from facecam.embed.views import embedding_id
    from facecam.scoring.calibration import NoCalibrationError, find_calibration
    from facecam.weights import find_model

    with suppress(WeightsError):  # said of the weights already
        model = find_model("facenet").manifest
        try:
            found = find_calibration(embedding_id(model.id), model.embedding_size)
        except NoCalibrationError as error:
            yield Check("Calibration", State.NOTE, str(error))
        except WeightsError as error:
            yield Check("Calibration", State.MISSING, str(error))
        else:
            yield Check("Calibration", State.OK, f"of {found.people} people")


def _cameras() -> Check:
    from facecam.capture import list_cameras

    found = [f"{camera.index} ({camera.name})" for camera in list_cameras()]
    if found:
        return Check("Cameras", State.OK, ", ".join(found))
    return Check("Cameras", State.NOTE, "none found: the window shows the demo")


def _gallery(path: Path) -> Check:
    from facecam.gallery import GalleryStore
    from facecam.gallery.copies import copies_of

    if not path.exists():
        return Check("Gallery", State.OK, f"{path} will be made at the first enrolment")
    try:
        with GalleryStore(path) as store:
            report, notice = store.check(), store.notice
    except FacecamError as error:
        return Check("Gallery", State.MISSING, str(error))
    if report.findings:
        return Check("Gallery", State.MISSING, f"{path} is damaged: run 'facecam gallery check'")
    people = "1 person" if report.people == 1 else f"{report.people} people"
    kept = [file.name for file in copies_of(path)]
    beside = f"; beside it, with everybody of their time: {', '.join(kept)}" if kept else ""
    return Check("Gallery", State.OK, f"{people} in {path}{beside} {notice}".strip())


def _qt_plugins() -> Check:
    import cv2

    folder = Path(os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH", ""))
    if folder.is_relative_to(Path(cv2.__file__).parent):
        return Check("Qt plugins", State.OK, "OpenCV points at its own; the window undoes that")
    return Check("Qt plugins", State.OK, "PyQt5's own")


def _display() -> Check:
    for variable in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        if value := os.environ.get(variable):
            return Check("Display", State.OK, f"{variable}={value}")
    return Check("Display", State.NOTE, "none: no window, but 'facecam watch' works without one")
