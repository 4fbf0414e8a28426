"""Pictures encoded in memory, so that tests can damage them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from pillow_heif import register_heif_opener

from facecam.types import Image


def smooth(width: int = 96, height: int = 80) -> Image:
    """Return a coloured picture without flat parts, as photographs are."""
    y, x = np.mgrid[:height, :width]
    noise = np.random.default_rng(1).integers(0, 20, (height, width, 3))
    ramp = np.stack([x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)], 2)
    return np.clip(ramp + noise, 0, 255).astype(np.uint8)


def encoded(form: str, image: Image | None = None, **options: object) -> bytes:
    """Return a picture's file as Pillow writes it."""
    register_heif_opener()
    content = io.BytesIO()
    picture = PIL.Image.fromarray(smooth() if image is None else image)
    picture.save(content, form, **options)
    return content.getvalue()


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and return its path."""

    def write(content: bytes, name: str = "picture") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
