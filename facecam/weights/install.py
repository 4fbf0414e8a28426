"""Install models: verify the source, convert it in a process of its own, move it in place.

A model is made in a hidden folder beside its place and renamed when whole, so
an interrupted installation leaves nothing half-made; what it leaves hidden is
cleared at the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from facecam.errors import WeightsError
from facecam.validity import EMBEDDING_SIZE
from facecam.weights.hashes import file_sha256
from facecam.weights.manifest import CONVERSION, KINDS, Manifest, network_files
from facecam.weights.origins import Origin, origins
from facecam.weights.store import (
    MANIFEST_NAME,
    InstalledModel,
    kind_folder,
    list_models,
    open_model,
    verify_model,
)

Progress = Callable[[str, float], None]
"""Told what is being done, and which share of the whole is done already (0..1)."""

UNFINISHED = ".unfinished"


def install_models(
    root: Path | None = None, progress: Progress = lambda _text, _share: None
) -> list[InstalledModel]:
    """Convert every model that is not there yet, has changed or is damaged.

    Args:
        root: the folder holding ``mtcnn_model/`` and ``model/``; None for the program's own.
        progress: see ``Progress``.

    Returns:
        All installed models, the preferred of each kind first.

    Raises:
        WeightsError: a source is missing or was changed, the conversion
            failed, or the folder cannot be written.
    """
    found = origins(root)
    try:
        with _alone(root):
            for i, origin in enumerate(found):
                _install(origin, root, progress, i / len(found))
    except OSError as error:
        raise WeightsError(
            f"The weights cannot be written to {error.filename or root}: {error.strerror}."
        ) from error
    progress("All models are installed", 1.0)
    return list_models(root)


def _install(origin: Origin, root: Path | None, progress: Progress, share: float) -> None:
    target = kind_folder(origin.kind, root) / origin.folder
    progress(f"Checking {origin.id}", share)
    source_sha256 = origin.check()
    if _is_whole(target, origin, source_sha256):
        return
    progress(f"Converting {origin.id}, about half a minute", share)
    with _unfinished_folder(target.parent) as folder:
        _convert(origin, folder)
        manifest = _describe(origin, source_sha256, folder)
        (folder / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        if target.exists():
            target.rename(folder / "replaced")
        folder.rename(target)
        shutil.rmtree(target / "replaced", ignore_errors=True)


def _is_whole(target: Path, origin: Origin, source_sha256: str) -> bool:
    if not (target / MANIFEST_NAME).exists():
        return False
    try:
        installed = open_model(target, origin.kind)
        verify_model(installed)
    except WeightsError:
        return False
    return installed.manifest.source_sha256 == source_sha256


def _convert(origin: Origin, folder: Path) -> None:
    package = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "facecam.weights.convert", origin.form, origin.path, folder],
        env=os.environ | {"PYTHONPATH": path, "CUDA_VISIBLE_DEVICES": "-1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise WeightsError(f"{origin.source} cannot be converted: {lines[-1]}")


def _describe(origin: Origin, source_sha256: str, folder: Path) -> Manifest:
    names = network_files(origin.kind)
    embeds = origin.kind == "facenet"
    return Manifest(
        id=origin.id,
        kind=origin.kind,
        source=origin.source,
        source_sha256=source_sha256,
        licence=origin.licence,
        input_size=160 if embeds else None,
        standardisation="(x - 127.5) / 128" if embeds else "none, pixels 0..255",
        embedding_size=EMBEDDING_SIZE if embeds else None,
        conversion=CONVERSION,
        files={name: file_sha256(folder / name) for name in names},
        sizes={name: (folder / name).stat().st_size for name in names},
    )


@contextmanager
def _alone(root: Path | None) -> Iterator[None]:
    """Wait until no other process installs into ``root``, then clear what died there."""
    folders = [kind_folder(kind, root) for kind in KINDS]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    with (folders[0] / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for folder in folders:
            if (folder / UNFINISHED).exists():
                shutil.rmtree(folder / UNFINISHED)
        yield


@contextmanager
def _unfinished_folder(parent: Path) -> Iterator[Path]:
    folder = parent / UNFINISHED  # alone here, so nobody else's
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
