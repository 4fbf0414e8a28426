"""A face as the command line prints it: as JSON for programs, as a line for people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.overlay import REASONS, label
from facecam.types import Decision, Evidence, FaceResult, Match

Json = dict[str, Any]


def face_json(face: FaceResult) -> Json:
    """Return a face as JSON values.

    Returns:
        ``box`` [x1, y1, x2, y2] and ``landmarks`` (five [x, y]) in pixels,
        ``score``, ``name`` or None, ``similarity`` or None, ``decision``, and
        what it rests on: ``reason`` why the face is not judged or None, ``why``
        with the fields of ``Evidence`` or None. Decisions, reasons and what
        stopped a name are words for programs: the enumerations' values.
    """
    similarity, reason = face.match.similarity, face.match.reason
    return {
        "box": _rounded(face.detection.box),
        "landmarks": _rounded(face.detection.landmarks),
        "score": round(float(face.detection.score), 4),
        "name": face.match.name,
        "similarity": None if similarity is None else round(float(similarity), 4),
        "decision": face.match.decision.value,
        "reason": reason.value if reason else None,
        "why": None if face.match.evidence is None else _evidence_json(face.match.evidence),
    }


def tracked_face_json(face: FaceResult) -> Json:
    """Return a face of a moving picture as JSON values: ``face_json`` and its ``track_id``."""
    return {**face_json(face), "track_id": face.track_id}


def face_line(face: FaceResult) -> str:
    """Return a face as a line to read: "Zoë, at 10,20 to 90,120"."""
    x1, y1, x2, y2 = (round(float(value)) for value in face.detection.box)
    return f"{_answer(face.match)}, at {x1},{y1} to {x2},{y2}"


def _answer(match: Match) -> str:
    if match.decision is Decision.NOT_JUDGED:
        return f"Not judged ({REASONS[match.reason]})" if match.reason else "Not judged"
    return label(match)


def _evidence_json(evidence: Evidence) -> Json:
    second = evidence.second_score
    return {
        "name": evidence.name,
        "score": round(evidence.score, 4),
        "limit": round(evidence.threshold, 4),
        "second_name": evidence.second_name,
        "second_score": None if second is None else round(second, 4),
        "margin": None if second is None else round(evidence.score - second, 4),
        "stopped_by": evidence.stopped_by.value if evidence.stopped_by else None,
        "samples": evidence.samples,
        "frames": evidence.frames,
    }


def _rounded(pixels: NDArray[np.float32]) -> Any:  # noqa: ANN401 - nested lists of float
    return np.round(np.asarray(pixels, np.float64), 2).tolist()
