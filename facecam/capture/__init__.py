"""Where pictures come from: cameras, files, folders, streams and the demo.

    source = open_source("0")                 one of several sources, not yet open
    grabber = Grabber(source, frames)         the thread that owns it
    grabber.start()                           opens it, reads it, keeps the newest
    frames.newer_than(0, timeout=5.0)         the newest frame, for any reader
    grabber.stop(); grabber.join(1.0)         releases it

Nobody but the grabber's thread touches a source once the grabber has started.
"""

from facecam.capture.devices import CameraInfo, list_cameras
from facecam.capture.grabber import Grabber
from facecam.capture.source import Picture, Source
from facecam.capture.spec import is_camera, open_source
from facecam.capture.state import CaptureState, Phase

__all__ = [
    "CameraInfo",
    "CaptureState",
    "Grabber",
    "Phase",
    "Picture",
    "Source",
    "is_camera",
    "list_cameras",
    "open_source",
]
