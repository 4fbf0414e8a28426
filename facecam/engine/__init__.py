"""The live program without a window: threads, the newest frame, the newest result.

::

    source -> grabber thread -> frames -> worker thread -> results
                                           ^    |   ^
                 the gallery's newest snapshot  v   |
                          search, embedding and preparation threads

The grabber owns the source, the worker the tracks, the search thread the
detector, the embedding thread FaceNet, the gallery's service the database; the
preparation thread prepares a changed gallery for comparing.
Nobody waits for anybody: readers of ``frames`` and ``results`` read at their own speed,
and a listener tells them that there is something new.
"""

from facecam.engine.engine import Engine
from facecam.engine.roles import LiveEngine, LiveGallery, LiveRecogniser, OpenRecogniser
from facecam.engine.status import EngineState, EngineStatus

__all__ = [
    "Engine",
    "EngineState",
    "EngineStatus",
    "LiveEngine",
    "LiveGallery",
    "LiveRecogniser",
    "OpenRecogniser",
]
