"""A model's calibration, and the file that keeps it: one ships with each model."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam import paths
from facecam.atomic import make_folder, replace_file
from facecam.errors import WeightsError
from facecam.scoring.archive import read_arrays
from facecam.scoring.population import Population
from facecam.scoring.tail import Tail


class NoCalibrationError(WeightsError):
    """There is no calibration for a model."""


ARRAYS = {
    "model_id": ("U", 0),
    "means": ("f", 2),
    "shares": ("f", 1),
    "spread": ("f", 2),
    "tail": ("f", 1),
    "people": ("i", 0),
}
"""What the file holds: kind and number of axes by name."""

SHIPPED = Path(__file__).parent.parent / "calibrations"


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What turns a model's similarities into scores and thresholds.

    Example::

        calibration = find_calibration("facenet-20180408-102900+two-views")
        score_needed = calibration.tail.threshold(rate=1 / 1000, people=20)

    Attributes:
        model_id: the network whose embeddings it describes.
        population: what strangers' embeddings are like.
        tail: how their best scores fall off.
        people: how many it was fitted on.
    """

    model_id: str
    population: Population
    tail: Tail
    people: int

    def save(self, file: Path) -> None:
        """Write the calibration as an ``.npz`` file without pickles, in place of what was there.

        Raises:
            WeightsError: it cannot be written; what was there is left as it was.
        """
        content = io.BytesIO()
        np.savez_compressed(
            content,
            model_id=np.array(self.model_id),
            means=self.population.means.astype(np.float16),
            shares=self.population.shares,
            spread=self.population.covariance_root.astype(np.float16),
            tail=np.array(astuple(self.tail)),
            people=np.array(self.people),
        )
        try:
            make_folder(file.parent)
            replace_file(file, content.getvalue())
        except OSError as error:
            reason = error.strerror
            raise WeightsError(f"The calibration {file} cannot be written: {reason}.") from error


def own_file(model_id: str) -> Path:
    """Return where the user's own calibration of a model belongs, there or not."""
    return paths.calibrations_folder() / f"{model_id}.npz"


def remove_own(model_id: str) -> bool:
    """Delete the user's own calibration of a model; return whether there was one.

    Raises:
        WeightsError: it cannot be deleted.
    """
    own = own_file(model_id)
    try:
        own.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise WeightsError(f"The calibration {own} cannot be deleted: {error.strerror}.") from error
    return True


def find_calibration(model_id: str, size: int | None = None) -> Calibration:
    """Read the calibration to use: the one the user made, else the one shipped.

    Args:
        model_id: the model it must belong to.
        size: how many values that model's embeddings have; None where that is not known.

    Raises:
        NoCalibrationError: there is none.
        WeightsError: the one to use is damaged or another model's.
    """
    own = own_file(model_id)
    try:
        return load_calibration(own, model_id, size)
    except NoCalibrationError:
        return load_calibration(SHIPPED / own.name, model_id, size)
    except WeightsError as error:
        raise WeightsError(
            f"{error} 'facecam calibrate --remove' goes back to the one that ships with Facecam."
        ) from error


def load_calibration(file: Path, model_id: str, size: int | None = None) -> Calibration:
    """Read a calibration.

    Args:
        file: written by ``Calibration.save``.
        model_id: see ``find_calibration``.
        size: likewise.

    Raises:
        NoCalibrationError: there is no such file.
        WeightsError: it is damaged or another model's.
    """
    try:
        calibration = from_arrays(read_arrays(file, ARRAYS))
    except FileNotFoundError as error:
        raise NoCalibrationError(
            f"There is no calibration for {model_id}: make one with "
            "'facecam calibrate --images DIR', a folder with a sub-folder a person."
        ) from error
    except OSError as error:
        raise WeightsError(f"The calibration {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise WeightsError(f"{file} is damaged, or not a calibration: {error}.") from error
    if calibration.model_id != model_id:
        raise WeightsError(
            f"{file} is the calibration of {calibration.model_id}, not of {model_id}."
        )
    found = calibration.population.size
    if size not in (None, found):
        raise WeightsError(f"{file} is for embeddings of {found} values, not of {size}.")
    return calibration


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Calibration:
    """Make a calibration of what a file holds.

    Raises:
        ValueError: a number is out of range, or shapes do not fit together.
    """
    means, shares, covariance_root = (
        arrays[name].astype(np.float32) for name in ("means", "shares", "spread")
    )
    curve, slope, height, growth = arrays["tail"].tolist()
    people = int(arrays["people"])
    if people < 1:
        raise ValueError(f"it was fitted on {people} people")
    tail = Tail(curve, slope, height, growth)
    return Calibration(
        str(arrays["model_id"]), Population(means, shares, covariance_root), tail, people
    )
