"""Samples as the bytes that the file keeps, and back: plain formats, nothing pickled."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import PIL.Image

from facecam.gallery.faults import DamagedError
from facecam.types import Floats, Image
from facecam.validity import EMBEDDING_SIZE, valid_embeddings

_STORED = np.dtype("<f4")
EMBEDDING_BYTES = EMBEDDING_SIZE * _STORED.itemsize
_MOST_PIXELS = 1024 * 1024
"""A crop has 160×160; a larger picture than this is none that a network saw."""
_UNREADABLE = (
    OSError,
    SyntaxError,  # how Pillow says that a PNG breaks its format
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    PIL.Image.DecompressionBombError,
)


def pack_embedding(embedding: Floats) -> bytes:
    """Return ``embedding`` as little-endian float32.

    Raises:
        ValueError: it is not ``(512,)`` float32 of length 1.
    """
    if embedding.shape != (EMBEDDING_SIZE,) or embedding.dtype != np.float32:
        raise ValueError(f"embedding must be (512,) float32, not {embedding.shape}")
    if not valid_embeddings(embedding[None])[0]:
        raise ValueError(f"embedding must have length 1, not {np.linalg.norm(embedding)}")
    return embedding.astype(_STORED).tobytes()


def unpack_embeddings(blobs: Sequence[bytes]) -> Floats:
    """Return n embeddings as ``pack_embedding`` made them as ``(n, 512)`` float32, read-only."""
    embeddings = np.frombuffer(b"".join(blobs), _STORED).reshape(len(blobs), EMBEDDING_SIZE)
    embeddings = embeddings.astype(np.float32, copy=False)
    embeddings.flags.writeable = False
    return embeddings


def pack_crop(crop: Image) -> bytes:
    """Return ``crop``, ``(height, width, 3)`` uint8 RGB, as PNG, which loses nothing.

    Raises:
        ValueError: it is not such a picture.
    """
    if crop.ndim != 3 or crop.shape[2] != 3 or crop.dtype != np.uint8:
        raise ValueError(f"crop must be (h, w, 3) uint8, not {crop.shape} {crop.dtype}")
    file = io.BytesIO()
    PIL.Image.fromarray(crop).save(file, format="PNG")
    return file.getvalue()


def unpack_crop(blob: bytes) -> Image:
    """Return the picture of a PNG, ``(height, width, 3)`` uint8, RGB.

    Raises:
        DamagedError: the bytes are not a whole PNG of a crop's size.
    """
    try:
        with _open_png(blob) as picture:
            return np.asarray(picture.convert("RGB"))
    except _UNREADABLE as error:
        raise DamagedError("a crop is not a PNG picture") from error


def is_whole_png(blob: bytes) -> bool:
    """Return whether a PNG's own checksums fit; nothing is decoded."""
    try:
        with _open_png(blob) as picture:
            picture.verify()
    except _UNREADABLE:
        return False
    return True


def _open_png(blob: bytes) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(blob), formats=["PNG"])
    if picture.width * picture.height > _MOST_PIXELS:
        raise ValueError(f"{picture.width}×{picture.height} pixels")
    return picture
