"""The things that cross a boundary between modules: frozen, slotted, documented.

Pictures are ``(height, width, 3)`` uint8 arrays in **RGB** order everywhere in
the program; whoever reads one from the world converts it at the door. Boxes
are ``(x1, y1, x2, y2)`` in pixels of the whole picture, x to the right and y
down, x2 and y2 exclusive; they may reach beyond the picture's edge. Times are
seconds of ``time.monotonic()`` unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from facecam.validity import check_finite, check_sample, check_samples

Image = NDArray[np.uint8]
"""A picture, ``(height, width, 3)`` uint8, RGB."""

Floats = NDArray[np.float32]
"""A float32 array; its shape is said where it is used."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture from a source.

    Attributes:
        seq: 1 for a source's first frame, rising by one with every frame read.
        image: ``(height, width, 3)`` uint8, RGB; nobody writes to it.
        captured_at: when it was read, seconds of ``time.monotonic()``.
        position_s: where in a clip it stands, seconds; None for live sources.
        is_still: whether it is a picture by itself, no moment of a film; it may be on
            its side.
    """

    seq: int
    image: Image
    captured_at: float
    position_s: float | None = None
    is_still: bool = False

    @property
    def timeline_s(self) -> float:
        """When it happened, for whatever moves: its place in the clip, else when it was captured.

        A clip worked through faster or slower than it plays moves as it was filmed.
        """
        return self.captured_at if self.position_s is None else self.position_s


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One face as MTCNN sees it.

    Attributes:
        box: ``(4,)`` float32, x1, y1, x2, y2 in pixels.
        landmarks: ``(5, 2)`` float32, x and y in pixels of the left eye, right
            eye, nose, left and right corner of the mouth (left in the picture).
        score: the detector's probability that this is a face, 0 to 1.
        turned_deg: how far clockwise the picture must be turned for the face to be
            upright, where that was tried: 0, 90, 180 or 270.
    """

    box: Floats
    landmarks: Floats
    score: float
    turned_deg: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FaceSample:
    """One face cut out, embedded and ready to be enrolled.

    Attributes:
        crop: the picture that the network saw, ``(160, 160, 3)`` uint8, RGB.
        embedding: ``(512,)`` float32 of length 1.
        model_id: which network made the embedding; only vectors of one model
            can be compared.
        score: the detector's score for the face, 0 to 1.
        quality: how well the face could be seen, above 0, up to 1: its weight
            among a person's samples; see ``facecam.quality``.
    """

    crop: Image
    embedding: Floats
    model_id: str
    score: float
    quality: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no embedding.

        Raises:
            ValueError: the embedding or the quality is not valid.
        """
        check_sample(self.embedding, self.quality)


class Decision(Enum):
    """What the program says of a face."""

    KNOWN = "known"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not_judged"


class Reason(Enum):
    """Why a face is not judged; the words to show are ``facecam.overlay``'s.

    All but one can be seen in the picture: UNREADABLE is a face of which the network
    gave no embedding.
    """

    TOO_SMALL = "too_small"
    TURNED_AWAY = "turned_away"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    UNREADABLE = "unreadable"


class NameRefusal(Enum):
    """What stopped a face from being given its best name.

    Attributes:
        SCORE: it is too little like anybody known.
        MARGIN: it is as much like somebody else.
        TAKEN: another face in the picture is more like that person.
    """

    SCORE = "score"
    MARGIN = "margin"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a match rests on. Scores are similarities beyond what a stranger would have.

    Attributes:
        name: of the person most like the face.
        score: how much, see ``facecam.scoring.template_index``.
        threshold: the score from which a face is given a name.
        samples: how many samples of that person are enrolled.
        second_name: of the person next most like it, None in a gallery of one.
        second_score: how much; None in a gallery of one.
        stopped_by: what kept the face from being given the name, None if nothing did.
        frames: how many embeddings of the face spoke.

    Scores and threshold are finite.
    """

    name: str
    score: float
    threshold: float
    samples: int
    second_name: str | None = None
    second_score: float | None = None
    stopped_by: NameRefusal | None = None
    frames: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no comparison.

        Raises:
            ValueError: a number is not finite.
        """
        check_finite(self.score, self.threshold, self.second_score)


@dataclass(frozen=True, slots=True)
class Match:
    """What comparing one face with the gallery gave.

    Attributes:
        decision: the answer.
        person_id: the person named when ``decision`` is KNOWN, else None.
        name: that person's name, else None.
        similarity: cosine similarity with the person most like the face, -1 to 1;
            None when the gallery is empty or the face was not compared.
        evidence: what the answer rests on, None as for ``similarity``.
        reason: why the face is not judged; None if it is, or was not looked at yet.
    """

    decision: Decision
    person_id: int | None = None
    name: str | None = None
    similarity: float | None = None
    evidence: Evidence | None = None
    reason: Reason | None = None


NOT_JUDGED = Match(Decision.NOT_JUDGED)
"""The match of a face that has not been compared with the gallery."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceResult:
    """One face of a frame, with all that is known of it.

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
    """What the worker found in one frame.

    Attributes:
        frame: the frame that was looked at.
        faces: its faces, largest first.
        finished_at: when the work was done, seconds of ``time.monotonic()``.
    """

    frame: Frame
    faces: tuple[FaceResult, ...]
    finished_at: float


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Someone enrolled.

    Attributes:
        id: the gallery's own number, never given to another person.
        name: as the user wrote it, any script, unique without regard to case.
        samples: how many samples are stored of this person.
        thumbnail: the newest sample's crop, ``(160, 160, 3)`` uint8, RGB, or
            None where there is none, it is damaged, or it was not asked for.
    """

    id: int
    name: str
    samples: int
    thumbnail: Image | None


@dataclass(frozen=True, slots=True, eq=False)
class GallerySnapshot:
    """The gallery at one moment, as the matcher needs it; never changed once made.

    Attributes:
        model_id: the network whose embeddings these are.
        embeddings: ``(n, 512)`` float32, rows of length 1, read-only.
        person_ids: ``(n,)`` int64, whose embedding each row is, read-only.
        names: name by person id, for every id in ``person_ids``.
        qualities: ``(n,)`` float32, the weight of each row among its person's, above
            0, up to 1, read-only; None where all weigh the same.
        trouble: what the user must know about the gallery, a sentence or two: it cannot be
            opened or changed, is damaged in part, or was taken away; empty when all is well.
    """

    model_id: str
    embeddings: Floats
    person_ids: NDArray[np.int64]
    names: dict[int, str] = field(default_factory=dict)
    qualities: Floats | None = None
    trouble: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be compared.

        Raises:
            ValueError: shapes differ, a row or a quality is not valid, or an id has no name.
        """
        check_samples(self.embeddings, self.person_ids, self.qualities, self.names)
