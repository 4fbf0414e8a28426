"""Who has come and who has gone, told in lines."""

from __future__ import annotations

from facecam.types import Decision, FaceResult, FrameResult

GONE_AFTER_S = 1.0
"""How long someone may be out of sight before they have left."""


class Presence:
    """Follows the results of one source and says when someone appears or leaves."""

    def __init__(self) -> None:
        self._seen_at: dict[str, float] = {}
        self._began_at: float | None = None

    def update(self, result: FrameResult) -> list[str]:
        """Take the next result.

        Returns:
            The lines to print, none when nobody came or left.
        """
        now = self._seconds(result)
        here = [face for face in result.faces if face.match.decision is not Decision.NOT_JUDGED]
        lines = [
            f"{now:8.2f} s  {who} appears"
            for who in dict.fromkeys(map(_who, here))
            if who not in self._seen_at
        ]
        for face in here:
            # Whoever was a stranger until now has got a name, and did not leave.
            self._seen_at.pop(_stranger(face), None)
            self._seen_at[_who(face)] = now
        return lines + [f"{now:8.2f} s  {who} leaves" for who in self._forget_the_gone(now)]

    def _forget_the_gone(self, now: float) -> list[str]:
        gone = [who for who, seen_at in self._seen_at.items() if now - seen_at > GONE_AFTER_S]
        for who in gone:
            del self._seen_at[who]
        return gone

    def _seconds(self, result: FrameResult) -> float:
        """Return the place in the clip, or the seconds since a live source began."""
        if result.frame.position_s is not None:
            return result.frame.position_s
        if self._began_at is None:
            self._began_at = result.frame.captured_at
        return result.frame.captured_at - self._began_at


def _who(face: FaceResult) -> str:
    return face.match.name or _stranger(face)


def _stranger(face: FaceResult) -> str:
    return "Someone unknown" if face.track_id is None else f"Unknown {face.track_id}"
