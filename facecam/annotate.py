"""Draws the marks of ``overlay`` into a picture that is kept, with Pillow.

OpenCV's ``putText`` has no letters but ASCII; Pillow with the right font writes
names in any script.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from facecam.fonts import font_with
from facecam.overlay import TEXT, FaceMark, Line, label_corner, line_width_px, mark
from facecam.types import FaceResult, Image

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_TEXT_HEIGHT_PER_LINE_WIDTH = 7
_LABEL_MARGIN_PER_LINE_WIDTH = 2
_PATTERNS = {Line.DASHED: (5, 4), Line.DOTTED: (1, 2)}
"""How much of a frame's side is drawn and left out by turns, in line widths."""


def annotated(image: Image, faces: Sequence[FaceResult]) -> Image:
    """Return a copy of ``image`` with a box and a label for each face.

    Args:
        image: ``(height, width, 3)`` uint8, RGB; it is not changed.
        faces: what was found in it.
    """
    picture = Pillow.fromarray(image)
    canvas = ImageDraw.Draw(picture)
    width_px = round(line_width_px(picture.width, picture.height))
    for face in faces:
        _draw(canvas, mark(face), width_px, (0.0, 0.0, picture.width, picture.height))
    return np.asarray(picture)


def _draw(
    canvas: ImageDraw.ImageDraw,
    face: FaceMark,
    width_px: int,
    surface: tuple[float, float, float, float],
) -> None:
    _draw_frame(canvas, face, width_px)
    if not face.label:
        return
    font = font_for(face.label, width_px * _TEXT_HEIGHT_PER_LINE_WIDTH)
    margin = width_px * _LABEL_MARGIN_PER_LINE_WIDTH
    left, top, right, bottom = canvas.textbbox((0, 0), face.label, font=font)
    size = (right - left + 2 * margin, bottom - top + 2 * margin)
    x, y = label_corner(face.box, size, surface)
    canvas.rectangle((x, y, x + size[0], y + size[1]), fill=face.colour)
    canvas.text((x + margin - left, y + margin - top), face.label, font=font, fill=TEXT)


def _draw_frame(canvas: ImageDraw.ImageDraw, face: FaceMark, width_px: int) -> None:
    if face.line is Line.SOLID:
        canvas.rectangle(face.box, outline=face.colour, width=width_px)
        return
    drawn_px, left_out_px = (times * width_px for times in _PATTERNS[face.line])
    left, top, right, bottom = face.box
    thick = width_px - 1
    for x in np.arange(left, right, drawn_px + left_out_px):
        end = min(x + drawn_px, right)
        canvas.rectangle((x, top, end, top + thick), fill=face.colour)
        canvas.rectangle((x, bottom - thick, end, bottom), fill=face.colour)
    for y in np.arange(top, bottom, drawn_px + left_out_px):
        end = min(y + drawn_px, bottom)
        canvas.rectangle((left, y, left + thick, end), fill=face.colour)
        canvas.rectangle((right - thick, y, right, end), fill=face.colour)


def font_for(text: str, size_px: int) -> Font:
    """Return a font that has the letters of ``text``, as far as the system has one."""
    font = font_with(frozenset(text))
    if not font.file:
        return ImageFont.load_default(size_px)
    try:
        return ImageFont.truetype(font.file, size_px, font.index)
    except OSError:
        return ImageFont.load_default(size_px)
