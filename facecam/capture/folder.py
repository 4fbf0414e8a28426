"""A folder of pictures, shown one after the other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from facecam.capture.size import fitted
from facecam.capture.source import Picture
from facecam.errors import CaptureError, PictureError
from facecam.listing import list_pictures
from facecam.picture import load_picture
from facecam.printable import printable

_log = logging.getLogger(__name__)


class PictureFolder:
    """The pictures right in one folder, in natural order of their names, one a second.

    A file that is no picture after all is passed over with a warning in the log.
    """

    live = False
    fps = 1.0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._remaining: Iterator[Path] = iter(())
        self._shown = 0
        self.name = printable(folder.resolve().name or folder)

    def open(self) -> None:
        """List the folder.

        Raises:
            CaptureError: it cannot be listed or has no pictures.
        """
        try:
            files = list_pictures(self._folder, depth=0).pictures
        except OSError as error:
            raise CaptureError(
                f"The folder {self._folder} cannot be read: {error.strerror}."
            ) from error
        if not files:
            raise CaptureError(f"The folder {self._folder} has no pictures in it.")
        self._remaining = iter(files)
        self._shown = 0

    def read(self) -> Picture | None:
        """Return the next picture that can be read; None after the last.

        Raises:
            CaptureError: not one of the files could be read.
        """
        for file in self._remaining:
            try:
                image = fitted(load_picture(file))
            except PictureError:
                _log.warning("A file of the folder is passed over: it is no picture.")
                continue
            self._shown += 1
            return Picture(image, (self._shown - 1) / self.fps, is_still=True)
        if self._shown == 0:
            raise CaptureError(f"None of the pictures in the folder {self._folder} can be read.")
        return None

    def close(self) -> None:
        """Forget the list."""
        self._remaining = iter(())
