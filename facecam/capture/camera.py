"""A camera at this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2

from facecam.capture.devices import list_cameras
from facecam.capture.opencv import Reader, open_reader
from facecam.capture.source import Picture
from facecam.errors import CaptureError
from facecam.printable import printable

_ON_LINUX = sys.platform == "linux"


class Camera:
    """A camera by number or device file, read as fast as it gives pictures.

    Some cameras lie: after unplugging, or asleep, they repeat the last picture
    and call it new. That cannot be told from a still scene without harm, so it
    is not detected; a camera that gives nothing at all is noticed.
    """

    live = True

    def __init__(
        self, device: int | Path, *, width: int = 640, height: int = 480, fps: float = 30.0
    ) -> None:
        """Name the camera and what to ask of it; it may give the nearest it has.

        Args:
            device: its number, or on Linux its device file, such as
                /dev/video2 or a name that lasts under /dev/v4l/by-id.
            width: pixels.
            height: pixels.
            fps: pictures a second.
        """
        self._device = device
        self._path = f"/dev/video{device}" if isinstance(device, int) else str(device)
        self._wishes = (
            # Compressed first: raw pictures do not fit through USB at full rate.
            (cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG"))),
            (cv2.CAP_PROP_FRAME_WIDTH, float(width)),
            (cv2.CAP_PROP_FRAME_HEIGHT, float(height)),
            (cv2.CAP_PROP_FPS, fps),
            (cv2.CAP_PROP_BUFFERSIZE, 1.0),
        )
        self._reader: Reader | None = None
        self.name = self._describe()

    @property
    def fps(self) -> float | None:
        """Pictures a second that the driver says it gives; None while closed."""
        return self._reader.fps if self._reader else None

    def open(self) -> None:
        """Open the device.

        Raises:
            CaptureError: it is not there, not permitted or in use.
        """
        self.close()
        self._refuse_the_impossible()
        self._reader = self._open_device()
        if self._reader is None:
            raise CaptureError(
                f"{self.name} cannot be opened: close other programs that use it, "
                "or plug it in again."
            )
        self._reader.request(self._wishes)

    def read(self) -> Picture | None:
        """Wait for the next picture.

        Raises:
            CaptureError: the camera is closed or has stopped giving pictures.
        """
        image = self._reader.read() if self._reader else None
        if image is None:
            raise CaptureError(f"{self.name} has stopped giving pictures: is it plugged in?")
        return Picture(image)

    def close(self) -> None:
        """Release the device."""
        if self._reader:
            self._reader.close()
        self._reader = None

    def _describe(self) -> str:
        title = f"Camera {printable(self._device)}"
        known = {camera.path: camera.name for camera in list_cameras()}
        name = known.get(Path(os.path.realpath(self._path)))
        return f"{title} ({name})" if name else title

    def _refuse_the_impossible(self) -> None:
        """Say what Linux knows before OpenCV only says no."""
        if not _ON_LINUX:
            return
        if not os.access(self._path, os.F_OK):
            raise CaptureError(
                f"{self.name} is not there: plug it in, or choose another source; "
                f"'facecam doctor' lists the cameras.{self._namesake()}"
            )
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise CaptureError(
                f"{self.name} may not be used by you: "
                f"ask for access to {self._path}, usually by joining the group 'video'."
            )

    def _namesake(self) -> str:
        """Return a hint where a file has the camera's number for a name."""
        if not os.path.lexists(str(self._device)):
            return ""
        return f" To open the file of that name, write ./{self._device}."

    def _open_device(self) -> Reader | None:
        if _ON_LINUX:
            return open_reader(os.path.realpath(self._path), cv2.CAP_V4L2)
        target = self._device if isinstance(self._device, int) else str(self._device)
        return open_reader(target, cv2.CAP_ANY)
