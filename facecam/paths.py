"""Where Facecam keeps things: the user's data, settings, logs and cache, and model weights.

In a checkout, weights live beside the code (``mtcnn_model/`` and ``model/``),
as the project's layout promises; in an installed package they live in the
user's data folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("facecam", appauthor=False)

GALLERY_VARIABLE = "FACECAM_GALLERY"
MODELS_VARIABLE = "FACECAM_MODELS"


def checkout_root() -> Path | None:
    """Return the project's folder when running from a checkout, else None."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "setup.cfg").is_file() and (root / "main.py").is_file() else None


def data_folder() -> Path:
    """Return the folder of the user's own data; it may not exist yet."""
    return Path(_DIRS.user_data_path)


def gallery_file(given: Path | None = None) -> Path:
    """Return the gallery to use: the one given, else FACECAM_GALLERY, else the user's own."""
    if given is not None:
        return given
    named = os.environ.get(GALLERY_VARIABLE)
    return Path(named) if named else data_folder() / "gallery.sqlite"


def calibrations_folder() -> Path:
    """Return the folder of calibrations the user made; it may not exist yet."""
    return data_folder() / "calibrations"


def settings_file() -> Path:
    """Return the settings file; it may not exist yet."""
    return Path(_DIRS.user_config_path) / "settings.json"


def hashes_file() -> Path:
    """Return the file of what weights were hashed; it may not exist yet."""
    return Path(_DIRS.user_cache_path) / "hashes.json"


def log_file() -> Path:
    """Return the log file; its folder may not exist yet."""
    return Path(_DIRS.user_log_path) / "facecam.log"


def models_root() -> Path:
    """Return the folder that holds ``mtcnn_model/`` and ``model/``.

    FACECAM_MODELS names another one, as tests and portable installations need.
    """
    named = os.environ.get(MODELS_VARIABLE)
    if named:
        return Path(named)
    return checkout_root() or data_folder()
