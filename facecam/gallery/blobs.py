"""Samples as the bytes that the file keeps, and back: plain formats, nothing pickled."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import PIL.Image

from facecam.gallery.faults import DamagedError
from facecam.types import Floats, Image

_USUAL_DIMENSION = 512
_STORED = np.dtype("<f4")


def pack_embedding(embedding: Floats) -> bytes:
    """Return ``embedding`` as little-endian float32.

    Raises:
        ValueError: it is not ``(d,)`` float32 of length 1.
    """
    if embedding.ndim != 1 or embedding.dtype != np.float32:
        raise ValueError(f"embedding must be (d,) float32, not {embedding.shape} {embedding.dtype}")
    length = float(np.linalg.norm(embedding))
    if not abs(length - 1.0) < 1e-3:
        raise ValueError(f"embedding must have length 1, not {length}")
    return embedding.astype(_STORED).tobytes()


def unpack_embeddings(blobs: Sequence[bytes], dimensions: Sequence[int]) -> Floats:
    """Return the embeddings of ``blobs`` as ``(n, d)`` float32, read-only.

    Args:
        blobs: n embeddings as ``pack_embedding`` made them.
        dimensions: how many values each is said to have.

    Raises:
        DamagedError: the blobs differ in size, or have another than is said.
    """
    if not blobs:
        return np.frombuffer(b"", np.float32).reshape(0, _USUAL_DIMENSION)
    sizes = {len(blob) for blob in blobs} | {size * _STORED.itemsize for size in dimensions}
    if len(sizes) != 1:
        raise DamagedError(f"embeddings of different sizes: {sorted(sizes)} bytes")
    embeddings = np.frombuffer(b"".join(blobs), _STORED).reshape(len(blobs), -1)
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
        DamagedError: the bytes are not a whole PNG.
    """
    try:
        with PIL.Image.open(io.BytesIO(blob), formats=["PNG"]) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, SyntaxError, PIL.Image.DecompressionBombError) as error:
        raise DamagedError(f"a crop is not a PNG picture: {error}") from error
