"""Pictures from and to files: whatever they hold becomes RGB, or one clear sentence."""

from facecam.picture.arrays import as_rgb
from facecam.picture.limits import MOST_BYTES, MOST_PIXELS, MOST_SIDE_PX, is_too_large
from facecam.picture.loading import load_picture
from facecam.picture.saving import save_picture

__all__ = [
    "MOST_BYTES",
    "MOST_PIXELS",
    "MOST_SIDE_PX",
    "as_rgb",
    "is_too_large",
    "load_picture",
    "save_picture",
]
