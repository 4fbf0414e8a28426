"""The face whose name is asked for: what is known of it by now, and what is still to come."""

from __future__ import annotations

from collections.abc import Iterable

from facecam.engine import EngineState
from facecam.gui import messages
from facecam.types import Decision, FaceResult, FaceSample


class AskedFace:
    """One face, followed from result to result.

    Attributes:
        track_id: its track; None when its source is no longer shown.
        newest: the face as it was seen last.
        sample: the first that there was since the name was asked for, None until then.
        source: what the source does.
    """

    def __init__(self, face: FaceResult, source: EngineState) -> None:
        self.track_id = face.track_id
        self.newest = face
        self.sample: FaceSample | None = face.sample
        self.source = source
        self._is_in_picture = True

    @property
    def most_like(self) -> str | None:
        """Who the face is or may be."""
        match = self.newest.match
        if match.decision is Decision.UNSURE and match.evidence is not None:
            return match.evidence.name
        return match.name

    @property
    def is_known(self) -> bool:
        """Whether the answer is a firm name."""
        return self.newest.match.decision is Decision.KNOWN

    @property
    def may_be_seen_again(self) -> bool:
        """Whether another picture of the face may come."""
        return self.track_id is not None and self.source not in messages.NO_MORE_PICTURES

    @property
    def why_no_sample(self) -> str:
        """What keeps the face from being enrolled, while there is no sample; a sentence."""
        return messages.no_sample(self.newest.match.reason, self.source, self._is_in_picture)

    def follow(self, faces: Iterable[FaceResult]) -> None:
        """Take in the newest result."""
        self._is_in_picture = False
        for face in faces:
            if face.track_id == self.track_id:
                self._is_in_picture = True
                self.newest = face
                self.sample = self.sample or face.sample

    def lose_source(self) -> None:
        """Take note that another source is shown from now on."""
        self.track_id, self._is_in_picture = None, False
