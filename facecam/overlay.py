"""What is drawn over a picture, as plain data: the window and saved pictures draw the same.

Nothing here draws. The window paints the marks with Qt, ``identify --output``
with Pillow; both ask this module what to write, in which colour and where.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from facecam.bidi import isolate
from facecam.types import (
    Decision,
    Evidence,
    FaceResult,
    Frame,
    FrameResult,
    Match,
    NameRefusal,
    Reason,
)

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in pixels of the picture."""

# From Okabe and Ito's palette, which stays apart for every kind of colour
# blindness; dark text is readable on all four.
KNOWN: Colour = (86, 180, 233)
UNSURE: Colour = (240, 228, 66)
UNKNOWN: Colour = (230, 159, 0)
NOT_JUDGED: Colour = (200, 204, 210)
TEXT: Colour = (10, 12, 16)
"""The colour of a label's text; its background has the mark's colour."""

_COLOURS = {
    Decision.KNOWN: KNOWN,
    Decision.UNSURE: UNSURE,
    Decision.UNKNOWN: UNKNOWN,
    Decision.NOT_JUDGED: NOT_JUDGED,
}


class Line(Enum):
    """How a frame is drawn, so that answers are told apart without colour too."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


_LINES = {Decision.UNSURE: Line.DASHED, Decision.NOT_JUDGED: Line.DOTTED}

REASONS = {
    Reason.TOO_SMALL: "too small",
    Reason.TURNED_AWAY: "turned away",
    Reason.TOO_DARK: "too dark",
    Reason.TOO_BRIGHT: "too bright",
    Reason.BLURRED: "blurred",
    Reason.UNREADABLE: "unreadable",
}
"""Why a face is not judged, in words that follow "the face is"."""

_ADVICE = {
    Reason.TOO_SMALL: "It helps to come closer to the camera.",
    Reason.TURNED_AWAY: "It helps to look towards the camera.",
    Reason.TOO_DARK: "More light on the face helps.",
    Reason.TOO_BRIGHT: "Less light on the face helps.",
    Reason.BLURRED: "It helps to hold still, or to focus the camera.",
    Reason.UNREADABLE: "It helps to run 'facecam models verify': the weights may be damaged.",
}

_SHORT_SIDE_PER_LINE_PX = 270.0

LONGEST_AHEAD_S = 0.15
"""How far a box is moved on; a face does not keep its direction for longer."""
LONGEST_SHOWN_S = 1.0
"""A result older than this says nothing about the frame: nothing is drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceMark:
    """One face as it is drawn.

    Attributes:
        box: the frame to draw, pixels of the picture; may reach beyond its edge.
        label: the text beside it, any script; empty for a face not judged yet.
        colour: of the frame, the landmarks and the label's background.
        line: of the frame; solid is a firm answer.
        landmarks: five points, x and y in pixels of the picture.
        track_id: the same for one face from frame to frame, or None.
        face: what the mark was made from.
    """

    box: Box
    label: str
    colour: Colour
    line: Line
    landmarks: tuple[tuple[float, float], ...]
    track_id: int | None
    face: FaceResult


def marks(result: FrameResult, frame: Frame | None = None) -> tuple[FaceMark, ...]:
    """Return a mark for each face of ``result``, in its order: largest first.

    Args:
        result: what was found.
        frame: the frame to draw on, when it is a later one than was searched:
            the boxes are moved to where the faces should be in it by now.
    """
    if frame is None:
        return tuple(mark(face) for face in result.faces)
    ahead_s = frame.timeline_s - result.frame.timeline_s
    if not 0 <= ahead_s <= LONGEST_SHOWN_S:
        return ()
    return tuple(mark(face, min(ahead_s, LONGEST_AHEAD_S)) for face in result.faces)


def mark(face: FaceResult, ahead_s: float = 0.0) -> FaceMark:
    """Return how one face is drawn, ``ahead_s`` seconds after it was seen."""
    box, landmarks = face.detection.box, face.detection.landmarks
    if face.velocity is not None and ahead_s > 0:
        step = face.velocity * np.float32(ahead_s)
        box = (box + step).astype(np.float32)
        landmarks = (landmarks + (step[:2] + step[2:]) / 2).astype(np.float32)
    x1, y1, x2, y2 = (float(value) for value in box)
    return FaceMark(
        box=(x1, y1, x2, y2),
        label=label(face.match),
        colour=_COLOURS[face.match.decision],
        line=_LINES.get(face.match.decision, Line.SOLID),
        landmarks=tuple((float(x), float(y)) for x, y in landmarks),
        track_id=face.track_id,
        face=face,
    )


def label(match: Match) -> str:
    """Return the words for a match: "Zoë", "Zoë?", "Unknown", "Too dark", or nothing yet."""
    match match:
        case Match(decision=Decision.KNOWN, name=str(name)):
            return name
        case Match(decision=Decision.UNSURE, evidence=Evidence(name=name)):
            return f"{name}?"
        case Match(decision=Decision.NOT_JUDGED, reason=reason):
            return REASONS[reason].capitalize() if reason else ""
    return "Unknown"


def why(face: FaceResult, shorten: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return what a face's answer rests on, to read.

    Args:
        face: the face.
        shorten: makes a name short enough for where it is shown.

    Returns:
        First the answer and what decided it, one sentence in words; then what it
        rests on, a line each: both people most like the face with their scores,
        or what would help; and whether the picture was turned for it. Names are
        isolated: they may run from right to left.
    """
    turned_deg = face.detection.turned_deg
    turned = [f"The picture was turned by {turned_deg}° for this face."] if turned_deg else []
    return (*_why(face.match, lambda name: isolate(shorten(name))), *turned)


def _why(match: Match, named: Callable[[str], str]) -> list[str]:
    if match.reason is not None:
        return [f"Not judged: the face is {REASONS[match.reason]}.", _ADVICE[match.reason]]
    if match.decision is Decision.NOT_JUDGED:
        return ["Not looked at closely yet."]
    if match.evidence is None:
        return ["Nobody is enrolled yet."]
    return [_verdict(match.decision, match.evidence, named), *_numbers(match, named)]


def _verdict(decision: Decision, found: Evidence, named: Callable[[str], str]) -> str:
    name = named(found.name)
    if decision is Decision.KNOWN:
        return f"Looks like {name}."
    if found.stopped_by is NameRefusal.TAKEN:
        return f"Like {name}, but another face in the picture is more so."
    if found.stopped_by is NameRefusal.MARGIN and found.second_name is not None:
        return f"Perhaps {name}, but as much like {named(found.second_name)}."
    if decision is Decision.UNSURE:
        return f"Perhaps {name}, but not alike enough to be sure."
    return "Not like anybody enrolled."


def _numbers(match: Match, named: Callable[[str], str]) -> list[str]:
    found = match.evidence
    if found is None:
        return []
    lines = [f"{named(found.name)}: {found.score:.2f}, needed {found.threshold:.2f}."]
    if match.decision is Decision.KNOWN and found.score < found.threshold:
        lines.append("Named before, so a little less is enough.")
    if found.second_name is not None and found.second_score is not None:
        margin = round(found.score, 2) - round(found.second_score, 2)  # as it can be checked
        second = named(found.second_name)
        lines.append(f"{second}: {found.second_score:.2f}, margin {margin:.2f}.")
    looks = "1 look" if found.frames == 1 else f"{found.frames} looks"
    samples = "1 sample" if found.samples == 1 else f"{found.samples} samples"
    return [*lines, f"From {looks} and {samples}."]


def line_width_px(width: float, height: float) -> float:
    """Return how thick a line is drawn on a surface of that size, at least 2 px."""
    return max(2.0, min(width, height) / _SHORT_SIDE_PER_LINE_PX)


def label_corner(
    box: Box, label_size: tuple[float, float], surface: tuple[float, float, float, float]
) -> tuple[float, float]:
    """Return the top left corner of a label, kept inside the picture.

    It stands on the box, or hangs inside the box's top where there is no room
    above; a label wider than the picture starts at the picture's left edge.

    Args:
        box: the frame as drawn.
        label_size: the label's width and height.
        surface: left, top, right and bottom of the picture as drawn, in the
            same pixels as ``box``.
    """
    left, top, right, bottom = surface
    width, height = label_size
    above = box[1] - height
    y = above if above >= top else box[1]
    return (
        max(left, min(box[0], right - width)),
        max(top, min(y, bottom - height)),
    )
