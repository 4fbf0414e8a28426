"""A face as the command line prints it: as JSON for programs, as a line for people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.types import Decision, FaceResult

Json = dict[str, Any]


def face_json(face: FaceResult) -> Json:
    """Return a face as JSON values.

    Returns:
        ``box`` [x1, y1, x2, y2] and ``landmarks`` (five [x, y]) in pixels,
        ``score``, ``name`` or None, ``similarity`` or None, ``decision``.
    """
    similarity = face.match.similarity
    return {
        "box": _rounded(face.detection.box),
        "landmarks": _rounded(face.detection.landmarks),
        "score": round(float(face.detection.score), 4),
        "name": face.match.name,
        "similarity": None if similarity is None else round(float(similarity), 4),
        "decision": face.match.decision.value,
    }


def tracked_face_json(face: FaceResult) -> Json:
    """Return a face of a moving picture as JSON values: ``face_json`` and its ``track_id``."""
    return {**face_json(face), "track_id": face.track_id}


def face_line(face: FaceResult) -> str:
    """Return a face as a line to read: "Zoë 0.82, at 10,20 to 90,120"."""
    x1, y1, x2, y2 = (round(float(value)) for value in face.detection.box)
    return f"{_who(face)}, at {x1},{y1} to {x2},{y2}"


def _who(face: FaceResult) -> str:
    if face.match.decision is not Decision.KNOWN:
        return "Unknown"
    similarity = face.match.similarity
    return f"{face.match.name}" + ("" if similarity is None else f" {similarity:.2f}")


def _rounded(pixels: NDArray[np.float32]) -> Any:  # noqa: ANN401 - nested lists of float
    return np.round(np.asarray(pixels, np.float64), 2).tolist()
