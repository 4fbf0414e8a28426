"""The values that pass between modules: frozen dataclasses, enumerations and array types.

    arrays   Image and Floats
    frame    Frame: one picture from a source
    face     Detection and FaceSample: one face of a picture
    match    Match, its Decision, Evidence, NameRefusal and Reason: who a face is
    result   FaceResult and FrameResult: what recognition says of a frame
    gallery  Person and GallerySnapshot: the people enrolled

Pictures are ``(height, width, 3)`` uint8 arrays in **RGB** order everywhere in
the program; whatever reads a picture converts it at once. Boxes
are ``(x1, y1, x2, y2)`` in pixels of the whole picture, x to the right and y
down, x2 and y2 exclusive; they may reach beyond the picture's edge. Times are
seconds of ``time.monotonic()`` unless a name says otherwise.
"""

from facecam.types.arrays import Floats, Image
from facecam.types.face import Detection, FaceSample
from facecam.types.frame import Frame
from facecam.types.gallery import GallerySnapshot, Person
from facecam.types.match import NOT_JUDGED, Decision, Evidence, Match, NameRefusal, Reason
from facecam.types.result import FaceResult, FrameResult

__all__ = [
    "NOT_JUDGED",
    "Decision",
    "Detection",
    "Evidence",
    "FaceResult",
    "FaceSample",
    "Floats",
    "Frame",
    "FrameResult",
    "GallerySnapshot",
    "Image",
    "Match",
    "NameRefusal",
    "Person",
    "Reason",
]
