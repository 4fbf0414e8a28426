"""Names in a clip held against the truth: by frame and by appearance.

Faces found are paired with true ones by the overlap of their boxes, all of a
frame at once. "Judged" frames are those in which the program gave an answer,
be it "unknown": a face that was not embedded yet, or cannot be, is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise
from operator import attrgetter

from facecam.errors import UsageError
from facecam.gallery.names import name_key
from facecam.lab.clips.appearances import Appearance, appearances, boxes_of
from facecam.lab.clips.truth import TrueFace, Truth
from facecam.track.tracker import assign
from facecam.types import FrameResult, Match


class Answer(Enum):
    """What the program said of a face."""

    RIGHT = "right"
    WRONG = "wrong"
    NAMED = "named"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not_judged"
    NOT_FOUND = "not_found"


WITHOUT_NAME = (Answer.UNSURE, Answer.UNKNOWN, Answer.NOT_JUDGED, Answer.NOT_FOUND)
OF_KNOWN = (Answer.RIGHT, Answer.WRONG, *WITHOUT_NAME)
OF_STRANGERS = (Answer.NAMED, *WITHOUT_NAME)
"""A stranger who is named is a false accept."""

Counts = dict[Answer, int]


@dataclass(frozen=True, slots=True)
class FirstRight:
    """How soon a person first got their name; 0 s in the first frame of the appearance.

    Attributes:
        frames: counted from the appearance's first, which is 1.
        judged_frames: of these, those in which the face was judged.
        seconds: since the first.
    """

    frames: int
    judged_frames: int
    seconds: float


@dataclass(frozen=True, slots=True)
class AppearanceResult:
    """One appearance, and what was said of it.

    Attributes:
        name: whose it is, None for a stranger's.
        first_frame: its number.
        last_frame: its number.
        counts: frames by what was said in them.
        first_right: None if the right name never came.
        name_changes: how often another name, or none, took the place of a name
            or came after its loss; the first name is no change.
    """

    name: str | None
    first_frame: int
    last_frame: int
    counts: Counts
    first_right: FirstRight | None
    name_changes: int


@dataclass(frozen=True, slots=True)
class VideoReport:
    """What a clip gave.

    Attributes:
        frames: how many it has.
        tracks: the appearances, in the order in which they begin.
        not_in_truth: faces found where the truth has none.
        not_in_truth_named: how many of them were given a name.
    """

    frames: int
    tracks: tuple[AppearanceResult, ...]
    not_in_truth: int
    not_in_truth_named: int

    @property
    def known(self) -> list[AppearanceResult]:
        """The appearances of people enrolled."""
        return [track for track in self.tracks if track.name is not None]

    @property
    def strangers(self) -> list[AppearanceResult]:
        """All others."""
        return [track for track in self.tracks if track.name is None]


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame's moment, the match of each true face found, and the faces that are none."""

    moment: float
    matches: dict[TrueFace, Match]
    extra: list[Match]


def judge_video(results: Iterable[FrameResult], truth: Truth) -> VideoReport:
    """Hold the results of a clip, every frame's, against the truth.

    A frame that has several results counts with the last.

    Args:
        results: in the order in which the engine gave them.
        truth: the clip's.

    Raises:
        UsageError: the truth goes on after the clip's end.
    """
    to_see = {n: list(faces) for n, faces in groupby(truth.faces, key=attrgetter("frame"))}
    frames: dict[int, _Frame] = {}
    for result in results:
        frames[result.frame.seq] = _pair_with_truth(result, to_see.get(result.frame.seq, []))
    if truth.last.frame not in frames:
        raise UsageError(
            f"Line {truth.last.line} of {truth.file} tells of frame {truth.last.frame}, "
            f"and the clip ends after {len(frames)}."
        )
    extra = [match for frame in frames.values() for match in frame.extra]
    return VideoReport(
        len(frames),
        tuple(_track(appearance, frames) for appearance in appearances(truth.faces)),
        len(extra),
        sum(match.name is not None for match in extra),
    )


def total(tracks: Sequence[AppearanceResult], answers: Sequence[Answer]) -> Counts:
    """Return how often each of these answers was given, over all frames of the tracks."""
    return {answer: sum(track.counts[answer] for track in tracks) for answer in answers}


def _pair_with_truth(result: FrameResult, faces: Sequence[TrueFace]) -> _Frame:
    pairs = assign(boxes_of(faces), [found.detection for found in result.faces])
    taken = {column for _, column in pairs}
    return _Frame(
        result.frame.timeline_s,
        {faces[row]: result.faces[column].match for row, column in pairs},
        [found.match for place, found in enumerate(result.faces) if place not in taken],
    )


def _track(appearance: Appearance, frames: dict[int, _Frame]) -> AppearanceResult:
    matches = [frames[face.frame].matches.get(face) for face in appearance]
    first, name = appearance[0], appearance[0].name
    answers = [_answer(match, name) for match in matches]
    counted = Counter(answers)
    return AppearanceResult(
        name,
        first.frame,
        appearance[-1].frame,
        {answer: counted[answer] for answer in (OF_STRANGERS if name is None else OF_KNOWN)},
        _first_right(answers, [frames[face.frame].moment for face in appearance]),
        _changes([match.name for match in matches if match is not None]),
    )


def _answer(match: Match | None, name: str | None) -> Answer:
    if match is None:
        return Answer.NOT_FOUND
    if match.name is None:
        return Answer(match.decision.value)
    if name is None:
        return Answer.NAMED
    return Answer.RIGHT if name_key(match.name) == name_key(name) else Answer.WRONG


def _first_right(answers: Sequence[Answer], moments: Sequence[float]) -> FirstRight | None:
    if Answer.RIGHT not in answers:
        return None
    place = answers.index(Answer.RIGHT)
    judged = [a for a in answers[: place + 1] if a not in (Answer.NOT_JUDGED, Answer.NOT_FOUND)]
    return FirstRight(place + 1, len(judged), moments[place] - moments[0])


def _changes(shown: Sequence[str | None]) -> int:
    """Count the changes of the names shown, after the first name came."""
    named = [place for place, name in enumerate(shown) if name is not None]
    after = shown[named[0] :] if named else []
    return sum(before != now for before, now in pairwise(after))
