"""The program's settings: one frozen declaration with defaults, ranges and help.

They are kept as JSON. A file that cannot be read is never overwritten: the
error says which file and which value.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from facecam.atomic import make_folder, replace_file, tighten
from facecam.errors import SettingsError
from facecam.files import read_at_most

MOST_BYTES = 2**20


class Settings(BaseModel):
    """Everything the user can choose. Immutable: a change makes a new object."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: str | None = Field(
        default=None,
        description="Camera number, file, folder, URL or 'demo'; empty: the first camera.",
    )
    mirror: bool = Field(
        default=True, description="Show cameras like a mirror; recognition is unaffected."
    )
    min_face_px: int = Field(
        default=40,
        ge=20,
        le=400,
        description="Smallest face looked for, pixels of the camera picture.",
    )
    one_stranger_in: Literal[100, 1000, 10000] = Field(
        default=1000,
        description="Of so many strangers one may be given a name: 100, 1000 or 10000.",
    )
    show_landmarks: bool = Field(default=False, description="Draw the five landmarks of each face.")


def load(path: Path) -> Settings:
    """Read settings from ``path``; defaults where the file does not exist.

    Raises:
        SettingsError: the file is unreadable, not JSON, or has a value out of range.
    """
    try:
        tighten(path)  # it may hold a password, in the address of a camera
        return Settings.model_validate_json(read_at_most(path, MOST_BYTES))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error.strerror}."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SettingsError(
            f"The settings file {path} has a mistake at {where}: {first['msg']}. "
            "Correct it, or delete the file to start from the defaults."
        ) from error


def save(settings: Settings, path: Path) -> None:
    """Write ``settings`` to ``path`` atomically, readable by the user only.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        make_folder(path.parent)
        replace_file(path, settings.model_dump_json(indent=2).encode() + b"\n")
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be written: {error.strerror}."
        ) from error
