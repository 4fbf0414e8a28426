"""The stages as one object: a picture in, its faces with their names out.

    still        Recogniser: pictures that stand alone
    video        VideoRecogniser: the frames of one source, in their order
    identities   who each track is: which face is embedded next, and what it is called
    preparation  a changed gallery prepared for comparing, in a thread of its own
    opening      the installed networks opened, and put together

No window and no files but the weights; whoever calls owns the object. A
VideoRecogniser starts threads only when asked to (``work_in_threads``).
"""

from facecam.pipeline.opening import (
    open_detector,
    open_embedder,
    open_recogniser,
    open_scoring,
    open_video_recogniser,
)
from facecam.pipeline.still import Recogniser
from facecam.pipeline.video import VideoRecogniser

__all__ = [
    "Recogniser",
    "VideoRecogniser",
    "open_detector",
    "open_embedder",
    "open_recogniser",
    "open_scoring",
    "open_video_recogniser",
]
