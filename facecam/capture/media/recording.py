"""A recording: its pictures, each with its place in time."""

from __future__ import annotations

from av.video.frame import VideoFrame

from facecam.capture.media.container import Container
from facecam.capture.media.timeline import Timeline
from facecam.capture.source import Picture

_USUAL_FPS = 25.0


class Recording:
    """Reads a container that has an end.

    Attributes:
        fps: pictures a second.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        self.fps = container.fps or _USUAL_FPS
        self._timeline = Timeline(self.fps)
        self._next: VideoFrame | None = None

    @property
    def position_s(self) -> float | None:
        """How far it has been decoded; None before the first picture."""
        return self._timeline.position_s

    def read(self) -> Picture | None:
        """Return the next picture with its position; None at the end.

        Raises:
            CaptureError: the bytes ended before their end, or are no pictures.
        """
        frame = self._peek()
        if frame is None:
            return None
        self._next = None
        return Picture(self._container.picture(frame), self._timeline.position_s)

    def skip_to(self, position_s: float) -> int:
        """Pass over the pictures before ``position_s``, which is cheaper than reading them.

        Returns:
            How many.
        """
        skipped = 0
        while self._peek() is not None and (self.position_s or 0.0) < position_s:
            self._next = None
            skipped += 1
        return skipped

    def close(self) -> None:
        """Release it."""
        self._next = None
        self._container.close()

    def _peek(self) -> VideoFrame | None:
        """Decode the next picture, or return the one that was decoded and not yet taken."""
        if self._next is None:
            self._next = self._container.next()
            if self._next is not None:
                self._timeline.place(self._next.time)
        return self._next
