"""A recording's place in time, from containers that say it well or badly."""

from __future__ import annotations

from facecam.capture.opencv import Reader
from facecam.capture.source import Picture

_USUAL_FPS = 25.0
_WHOLE_ENOUGH = 0.9


class Recording:
    """Reads a recording and keeps count of where it stands.

    Attributes:
        position_s: where the last picture stands; it only ever rises.
        fps: pictures a second.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.fps = reader.fps or _USUAL_FPS
        self.duration_s = reader.picture_count / self.fps
        self.position_s = -1.0 / self.fps

    def read(self) -> Picture | None:
        """Return the next picture with its position; None if none comes."""
        image = self._reader.read()
        if image is None:
            return None
        self._advance()
        return Picture(image, self.position_s)

    def skip_to(self, position_s: float) -> int:
        """Pass over pictures so that the next one read stands at ``position_s`` or just after."""
        skipped = 0
        while self.position_s + 1.0 / self.fps < position_s and self._reader.pass_over():
            self._advance()
            skipped += 1
        return skipped

    @property
    def breaks_off(self) -> bool:
        """True if, having ended, it ended well before the length that the container states.

        Containers guess at their length, so a tenth is forgiven.
        """
        return self.position_s + 1.0 / self.fps < _WHOLE_ENOUGH * self.duration_s

    def close(self) -> None:
        """Release the file."""
        self._reader.close()

    def _advance(self) -> None:
        """Believe the container's time stamps only as long as they rise."""
        stated = self._reader.position_s
        self.position_s = stated if stated > self.position_s else self.position_s + 1.0 / self.fps
