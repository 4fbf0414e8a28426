"""What can go wrong in the world outside, each with one sentence for the user.

A ``FacecamError`` is never a bug: it says what was wrong and what to do, and
its text is shown as it stands. Every other exception is a bug and gets a
traceback in the log.
"""

from facecam.printable import printable


class FacecamError(Exception):
    """The user's files, devices or settings are at fault; ``str(error)`` says how.

    Args:
        sentence: what was wrong, and what to do. Whatever name or address stands
            in it, it is kept as one line that can be shown and written anywhere.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(printable(sentence))


class UsageError(FacecamError):
    """The command or the Python call was given something it cannot work with."""


class PictureError(FacecamError):
    """A picture cannot be read, or an array is not a picture."""


class CaptureError(FacecamError):
    """A camera, video file, folder or stream cannot be opened or has stopped."""


class WeightsError(FacecamError):
    """Model weights are missing, changed or cannot be converted."""


class EmbeddingError(WeightsError):
    """The network gave something for a face that is no embedding."""

    def __init__(self) -> None:
        super().__init__(
            "The network gives no embedding of a face, so nobody can be recognised: its weights "
            "may be damaged. 'facecam models verify' finds out."
        )


class GalleryError(FacecamError):
    """The gallery file cannot be opened, read or written."""


class BusyGalleryError(GalleryError):
    """Another program is changing the gallery file: the same may succeed a moment later."""


class DamagedGalleryError(GalleryError):
    """The gallery file is damaged so that nothing of it can be used before it is repaired."""


class SettingsError(FacecamError):
    """The settings file cannot be read or holds a value out of range."""


class DisplayError(FacecamError):
    """There is no screen to open a window on."""
