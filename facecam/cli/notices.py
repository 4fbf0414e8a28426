"""What the window says above its picture, for whoever watches without one."""

from __future__ import annotations

from facecam.engine import EngineState, EngineStatus

_STILL_OPEN = (EngineState.STARTING, EngineState.RUNNING, EngineState.RECONNECTING)


class Notices:
    """Follows one engine, and says what is wrong with its source or gallery, each once.

    How it ended is not said here: the command does.
    """

    def __init__(self) -> None:
        self._state: EngineState | None = None
        self._said: set[str] = set()
        self._of_gallery = ""

    def update(self, status: EngineStatus, gallery_trouble: str) -> list[str]:
        """Take how the engine and its gallery stand.

        Args:
            status: the engine's.
            gallery_trouble: what is wrong with the gallery, empty if nothing is.

        Returns:
            The sentences to print, none where nothing is new.
        """
        if status.state not in _STILL_OPEN:
            return []
        return self._about_gallery(gallery_trouble) + self._about_source(status)

    def _about_gallery(self, trouble: str) -> list[str]:
        is_new, self._of_gallery = trouble != self._of_gallery, trouble
        return [trouble] if trouble and is_new else []

    def _about_source(self, status: EngineStatus) -> list[str]:
        if status.state is not self._state:  # what goes wrong again is worth saying again
            self._state, self._said = status.state, {""}
        new = {status.message} - self._said
        self._said |= new
        return list(new)
