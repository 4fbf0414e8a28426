"""Text in lines of a fixed width."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

from facecam.gui.plain_label import PlainLabel


class WrappedLabel(PlainLabel):
    """As high as its text, whatever else there is room for.

    A label whose height depends on its width keeps a layout from making other
    widgets smaller than they would like to be; this one's width is known.

    Args:
        width_px: of a line, logical pixels.
    """

    def __init__(self, width_px: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWordWrap(True)
        self.setFixedWidth(width_px)

    def hasHeightForWidth(self) -> bool:
        """Say no: the height is set here."""
        return False

    def setText(self, text: str | None) -> None:
        """Show ``text``, and take the height that it needs."""
        super().setText(text)
        if text:
            self.ensurePolished()  # else it is measured in another font than it is shown in
            self.setFixedHeight(self.heightForWidth(self.width()))
