"""Each change of the gallery, brought to the GUI thread."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from facecam.engine import LiveGallery
from facecam.gui.bridge import EngineBridge


class GalleryWatch(QObject):
    """Says on the GUI thread that the gallery is another, whoever changed it.

    Signals:
        changed: with the newest GallerySnapshot.
    """

    changed = pyqtSignal(object)

    def __init__(self, gallery: LiveGallery, parent: QObject) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._bridge = EngineBridge()
        self._bridge.changed.connect(self.announce)
        self._unsubscribe = gallery.subscribe(lambda _snapshot: self._bridge.notify())

    def announce(self) -> None:
        """Emit ``changed`` now, as at the start, when nothing has changed yet."""
        self.changed.emit(self._gallery.snapshot)

    def end(self) -> None:
        """Hear of no more changes. To be called once."""
        self._unsubscribe()
