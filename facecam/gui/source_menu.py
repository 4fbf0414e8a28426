"""The menu of sources: cameras by name, a file, an address, the demo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QAction, QMenu, QWidget

from facecam.capture import CameraInfo, list_cameras
from facecam.gui import dialogs, messages
from facecam.gui.background import Background, deliver


class SourceMenu(QMenu):
    """The menu of sources; cameras are listed anew, in the background, whenever it opens.

    Signals:
        chosen: with the source's specification, as ``--source`` takes it.
    """

    chosen = pyqtSignal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        find_cameras: Callable[[], list[CameraInfo]] = list_cameras,
    ) -> None:
        super().__init__(parent)
        self._find_cameras = find_cameras
        self._background = Background()
        self.camera_actions: list[QAction] = []
        self._below_cameras = self.addSeparator()
        self.file_action = self._add("Open file…", QKeySequence.StandardKey.Open, self._ask_file)
        self.address_action = self._add("Open address…", "Ctrl+L", self._ask_address)
        self.addSeparator()
        self.demo_action = self._add(messages.DEMO, "Ctrl+D", partial(self._choose, "demo"))
        self.aboutToShow.connect(self.list_cameras_anew)
        self._list([])

    def list_cameras_anew(self) -> None:
        """List the cameras that are plugged in now."""
        if not self.camera_actions[0].isEnabled():
            self.camera_actions[0].setText(messages.LOOKING_FOR_CAMERAS)
        deliver(self._background.run(self._find_cameras), self._list)

    def _list(self, cameras: list[CameraInfo]) -> None:
        for action in self.camera_actions:
            self.removeAction(action)
        self.camera_actions = [self._camera_action(camera) for camera in cameras]
        if not cameras:
            none_found = QAction(messages.NO_CAMERA_FOUND, self)
            none_found.setEnabled(False)
            self.camera_actions = [none_found]
        self.insertActions(self._below_cameras, self.camera_actions)

    def _camera_action(self, camera: CameraInfo) -> QAction:
        action = QAction(camera.name.replace("&", "&&"), self)
        action.triggered.connect(partial(self._choose, str(camera.index)))
        return action

    def _add(
        self, text: str, keys: QKeySequence.StandardKey | str, triggered: Callable[..., None]
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(triggered)
        self.addAction(action)
        return action

    def _choose(self, spec: str, _checked: bool = False) -> None:
        self.chosen.emit(spec)

    def _ask_file(self) -> None:
        self._choose_if(dialogs.FileDialog.ask(self))

    def _ask_address(self) -> None:
        self._choose_if(dialogs.AddressDialog.ask(self))

    def _choose_if(self, spec: str | None) -> None:
        if spec:
            self.chosen.emit(spec)
