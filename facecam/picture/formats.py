"""Which files are pictures: the one list of formats, told apart by their first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

START_BYTES = 32
"""How much of a file it takes to know its format."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of picture file.

    Attributes:
        readers: Pillow's names of what reads it, the first that can counts.
        suffixes: of file names, lower case.
        start: what the file begins with.
    """

    readers: tuple[str, ...]
    suffixes: tuple[str, ...]
    start: re.Pattern[bytes]


def _format(readers: str, suffixes: str, start: bytes) -> Format:
    dotted = tuple(f".{suffix}" for suffix in suffixes.split())
    return Format(tuple(readers.split()), dotted, re.compile(start, re.DOTALL))


FORMATS = (
    _format("JPEG", "jpg jpeg jpe jfif jif mpo", rb"\xff\xd8\xff"),
    _format("PNG", "png apng", rb"\x89PNG\r\n\x1a\n"),
    # The brands mif1 and msf1 say only that one of the two is inside.
    _format("AVIF HEIF", "avif avifs heic heif hif", rb".{4}ftyp(avi[fs]|he[iv]|mif|msf)"),
    _format("WEBP", "webp", rb"RIFF.{4}WEBP"),
    _format("GIF", "gif", rb"GIF8[79]a"),
    _format("TIFF", "tif tiff", rb"II[*+]\0|MM\0[*+]"),
    _format("BMP", "bmp dib", rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0"),
    _format(
        *("JPEG2000", "jp2 j2k j2c jpc jpf jpx"),
        rb"\0\0\0\x0cjP {2}\r\n\x87\n|\xff\x4f\xff\x51",
    ),
    _format("PPM", "pbm pgm pnm ppm", rb"P[1-6]\s+[\d#]"),
    _format("QOI", "qoi", rb"qoif"),
    _format("PCX", "pcx", rb"\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]"),
    _format("SGI", "sgi", rb"\x01\xda[\x00\x01][\x01\x02]\x00[\x01-\x03]"),
    # No mark of its own: a colour map or none, a kind of pixels that fits it, their depth.
    _format("TGA", "tga", rb".(\x01[\x01\x09]|\x00[\x02\x03\x0a\x0b]).{13}[\x08\x10\x18\x20]"),
)
"""What cameras, telephones, scanners and the web give. Formats that Pillow only knows
with the help of other programs, such as EPS, are not among them."""

SUFFIXES = frozenset(suffix for form in FORMATS for suffix in form.suffixes)
"""Of the names of pictures, lower case. Names may be wrong: ``format_of`` knows better."""


def format_of(start: bytes) -> Format | None:
    """Return the format of a file that begins so; None if it is no picture that is read.

    Args:
        start: its first ``START_BYTES`` bytes, or the whole of a smaller file.
    """
    return next((form for form in FORMATS if form.start.match(start)), None)
