"""What the parts of the live program need of one another: the real ones and fakes alike.

``facecam.pipeline.VideoRecogniser`` is a LiveRecogniser, ``facecam.gallery.GalleryService``
a LiveGallery, ``facecam.engine.Engine`` a LiveEngine. Neither SQLAlchemy nor the
networks are imported to say so: the picture need not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from facecam.engine.status import EngineStatus
from facecam.latest import Latest
from facecam.track.pace import Pace
from facecam.types import FaceSample, Frame, FrameResult, GallerySnapshot, Person
from facecam.worker_thread import Stoppable


class LiveRecogniser(Protocol):
    """Follows and names the faces of one source. Owned by the engine's worker."""

    @property
    def is_busy(self) -> bool:
        """Whether other threads are at work, so that ``revise`` will have more to give."""

    def use_gallery(self, snapshot: GallerySnapshot) -> None:
        """Compare with this gallery from now on, or from when it is prepared."""

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1."""

    def set_pace(self, pace: Pace) -> None:
        """Do as much work as this from now on."""

    def work_in_threads(self, on_finished: Callable[[], None]) -> Sequence[Stoppable]:
        """Do what takes long in other threads than the caller's from now on; called at most once.

        Args:
            on_finished: called from those threads when it is time to ``revise``.

        Returns:
            The threads; the engine stops them.
        """

    def recognise(self, frame: Frame) -> FrameResult:
        """Return what is known of the faces of the next frame."""

    def revise(self) -> FrameResult | None:
        """Return the last frame's result again if there is more to say of it, else None."""


OpenRecogniser = Callable[[Callable[[], bool]], LiveRecogniser]
"""Opens a recogniser. It is given what says whether the recogniser is still wanted,
and raises CancelledError when it finds that it is not."""


class LiveGallery(Protocol):
    """The people enrolled. Never waits; every method may be called from any thread.

    A Future carries the answer, or the FacecamError that says why there is none.
    """

    @property
    def snapshot(self) -> GallerySnapshot:
        """The gallery after the last change."""

    def subscribe(self, callback: Callable[[GallerySnapshot], None]) -> Callable[[], None]:
        """Have ``callback`` called with every new snapshot, from any thread; return what ends it.

        It must return at once.
        """

    def people(self) -> Future[list[Person]]:
        """Ask for everyone, by name without regard to case."""

    def enrol(self, name: str, samples: Sequence[FaceSample]) -> Future[Person]:
        """Add samples to a person, who is made where there is nobody of that name."""

    def rename(self, person_id: int, name: str) -> Future[Person]:
        """Give a person another name."""

    def delete(self, person_id: int) -> Future[None]:
        """Forget a person."""


class LiveEngine(Protocol):
    """A source being watched: what the window and the command line show.

    Attributes:
        frames: the newest picture from the source.
        results: the newest result of recognition.
    """

    frames: Latest[Frame]
    results: Latest[FrameResult]

    @property
    def gallery(self) -> LiveGallery:
        """The gallery with whose people faces are compared."""

    def add_listener(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` from any thread when there is something new; before ``start``."""

    def start(self) -> None:
        """Begin; returns at once. What goes wrong appears in ``status``."""

    def stop(self, timeout_s: float = ...) -> bool:
        """End, waiting so long at most; return whether all has ended. Harmless twice."""

    def status(self) -> EngineStatus:
        """Return what it is doing now; never waits."""

    def set_stranger_rate(self, rate: float) -> None:
        """Let this share of the strangers be named from now on, above 0, below 1."""
