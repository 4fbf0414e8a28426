"""Model weights: where they are, whether they are whole, and how they are made.

Weights are never downloaded. They come out of two installed packages, or are
the original files a user has put into ``model/`` or ``mtcnn_model/``;
``install_models`` converts them once, ``find_model`` is what a start needs.
"""

from facecam.weights.install import Progress, install_models
from facecam.weights.manifest import Kind, Manifest
from facecam.weights.store import InstalledModel, find_model, list_models, verify_model

__all__ = [
    "InstalledModel",
    "Kind",
    "Manifest",
    "Progress",
    "find_model",
    "install_models",
    "list_models",
    "verify_model",
]
