"""What recognition says of a frame and of each face in it."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.types.arrays import Floats
from facecam.types.face import Detection, FaceSample
from facecam.types.frame import Frame
from facecam.types.match import Match


@dataclass(frozen=True, slots=True, eq=False)
class FaceResult:
    """One face of a frame: where it is, who it is, and how it moves.

    Attributes:
        detection: where it is.
        match: who it is.
        track_id: the same for one face from frame to frame, None in a picture
            that stands alone.
        sample: the best crop and embedding of this face of late, for enrolment;
            None while there is none, or quick ones only, or where the face is
            unreadable.
        velocity: ``(4,)`` float32, how the box moves, pixels a second of x1, y1,
            x2, y2; None in a picture that stands alone.
    """

    detection: Detection
    match: Match
    track_id: int | None = None
    sample: FaceSample | None = None
    velocity: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """The faces of one frame, each with its match.

    Attributes:
        frame: the frame that was processed.
        faces: its faces, largest first.
        finished_at: when the work was done, seconds of ``time.monotonic()``.
    """

    frame: Frame
    faces: tuple[FaceResult, ...]
    finished_at: float
