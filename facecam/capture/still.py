"""One picture, shown as a recording of a single frame."""

from __future__ import annotations

from pathlib import Path

from facecam.capture.size import fitted
from facecam.capture.source import Picture
from facecam.errors import CaptureError, PictureError
from facecam.picture import load_picture
from facecam.printable import printable


class StillPicture:
    """A picture file: upright, and in every format that can be enrolled."""

    live = False
    fps = 1.0

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remaining: list[Picture] | None = None
        self.name = printable(path.name)

    def open(self) -> None:
        """Read the picture.

        Raises:
            CaptureError: it cannot be read.
        """
        try:
            self._remaining = [Picture(fitted(load_picture(self._path)), 0.0, is_still=True)]
        except PictureError as error:
            raise CaptureError(str(error)) from error

    def read(self) -> Picture | None:
        """Return the picture, and None from then on.

        Raises:
            CaptureError: it is not open.
        """
        if self._remaining is None:
            raise CaptureError(f"The picture {self._path} is not open.")
        return self._remaining.pop() if self._remaining else None

    def close(self) -> None:
        """Forget it."""
        self._remaining = None
