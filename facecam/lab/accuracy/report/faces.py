"""Faces as they are shown in a report: cut out as the network sees them."""

from __future__ import annotations

from io import BytesIO

import PIL.Image

from facecam.collection.subject import Subject
from facecam.embed.crop import crop_face
from facecam.lab.accuracy.report.page import data_uri
from facecam.picture import load_picture

SIDE_PX = 112
_JPEG_QUALITY = 85


def face(subject: Subject) -> tuple[str, str]:
    """Return a subject's face as a data URI, and the name of its file.

    Raises:
        PictureError: the picture cannot be read any more.
    """
    crop = PIL.Image.fromarray(crop_face(load_picture(subject.path), subject.box))
    written = BytesIO()
    crop.resize((SIDE_PX, SIDE_PX), PIL.Image.Resampling.LANCZOS).save(
        written, "JPEG", quality=_JPEG_QUALITY
    )
    return data_uri(written.getvalue(), "image/jpeg"), subject.path.name
