"""One picture from a source."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.types.arrays import Image


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture from a source.

    Attributes:
        seq: 1 for a source's first frame, rising by one with every frame read.
        image: ``(height, width, 3)`` uint8, RGB; read-only from here on, since several
            threads read it at once.
        captured_at: when it was read, seconds of ``time.monotonic()``.
        position_s: where in a clip it stands, seconds; None for live sources.
        is_still: whether it is a photograph, which may be on its side, and not part of a
            video.
    """

    seq: int
    image: Image
    captured_at: float
    position_s: float | None = None
    is_still: bool = False

    def __post_init__(self) -> None:
        """Write-protect the picture, in place and without a copy."""
        self.image.flags.writeable = False

    @property
    def timeline_s(self) -> float:
        """The frame's time for following faces, seconds: ``position_s``, else ``captured_at``.

        A clip that is processed faster or slower than it plays is followed at the speed at
        which it was filmed.
        """
        return self.captured_at if self.position_s is None else self.position_s
