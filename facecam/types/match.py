"""Who a face is, and what that answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from facecam.validity import check_finite


class Decision(Enum):
    """The answer for a face: a name, perhaps a name, nobody known, or no answer."""

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
    """The comparison that a match rests on. Scores are similarities beyond a stranger's.

    Attributes:
        name: of the person most like the face.
        score: how much, see ``facecam.scoring.template_index``.
        threshold: the score from which a face is given a name.
        samples: how many samples of that person are enrolled.
        second_name: of the person next most like it, None in a gallery of one.
        second_score: how much; None in a gallery of one.
        stopped_by: what kept the face from being given the name, None if nothing did.
        frames: how many embeddings of the face were fused.

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
    """The outcome of comparing one face with the gallery.

    Attributes:
        decision: the answer.
        person_id: the person named when ``decision`` is KNOWN, else None.
        name: that person's name, else None.
        similarity: cosine similarity with the person most like the face, -1 to 1;
            None when the gallery is empty or the face was not compared.
        evidence: what the answer rests on, None as for ``similarity``.
        reason: why the face is not judged; None if it is, or was not compared yet.
    """

    decision: Decision
    person_id: int | None = None
    name: str | None = None
    similarity: float | None = None
    evidence: Evidence | None = None
    reason: Reason | None = None


NOT_JUDGED = Match(Decision.NOT_JUDGED)
"""The match of a face that has not been compared with the gallery."""
