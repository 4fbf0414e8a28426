"""What every source of pictures promises to the grabber."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from facecam.errors import CaptureError
from facecam.types import Image


class NotThereYetError(CaptureError):
    """A source cannot be opened now, but may come by itself, such as a camera being started."""


class RefusedError(CaptureError):
    """A source will not open by being asked again; to go on trying might lock an account."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture as a source gives it.

    Attributes:
        image: ``(height, width, 3)`` uint8, RGB.
        position_s: when it is to be shown, seconds after the source's first
            picture; None from a device that keeps the time itself by making
            ``read`` wait.
        is_still: whether it is a picture by itself, no moment of a film.
    """

    image: Image
    position_s: float | None = None
    is_still: bool = False


class Source(Protocol):
    """A camera, file, folder or stream. All calls come from one thread, the grabber's."""

    @property
    def name(self) -> str:
        """What the user is shown; never holds a password."""

    @property
    def live(self) -> bool:
        """True if it has no end of its own and is worth reconnecting to.

        Known for certain once it is open.
        """

    @property
    def fps(self) -> float | None:
        """Pictures a second as the source states them; None while closed or unstated."""

    def open(self) -> None:
        """Make ready to read; called again after ``close`` to reconnect.

        Raises:
            NotThereYetError: it cannot be opened now. The grabber tries again.
            RefusedError: it will never open so. The grabber gives up.
            CaptureError: it cannot be opened. The grabber gives up if it has
                never been open, or is not live, and tries again otherwise.
        """

    def read(self) -> Picture | None:
        """Return the next picture, waiting for it where it must; None at the end.

        Raises:
            CaptureError: there should be a picture but none came. The grabber
                reconnects to a live source and gives up any other.
        """

    def close(self) -> None:
        """Release the device or file. Harmless twice, and before ``open``."""


@runtime_checkable
class Skippable(Protocol):
    """A source that can pass over pictures more cheaply than by reading them."""

    def skip_to(self, position_s: float) -> int:
        """Pass over the pictures due before ``position_s``; return how many."""
