"""Values of more than 8 bits fill the range from black to white, whatever a file keeps them in."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import PIL.Image
import pytest

from facecam.picture import load_picture

from .conftest import smooth


def deep(bits: int) -> np.ndarray:
    """Return the smooth picture with values of 0 to 2^bits - 1."""
    return (smooth().astype(np.uint32) * (2**bits - 1) // 255).astype(np.uint16)


def stating_bits(png: bytes, content: bytes) -> bytes:
    """Return a PNG with an sBIT chunk, as it must stand: right after its header."""
    name = b"sBIT" + content
    chunk = struct.pack(">I", len(content)) + name + struct.pack(">I", zlib.crc32(name))
    return png[:33] + chunk + png[33:]


def as_file(values: np.ndarray, suffix: str) -> bytes:
    """Return 16-bit values, grey or RGB or RGBA, as OpenCV writes them."""
    if values.ndim == 3:
        values = values[..., [2, 1, 0, *range(3, values.shape[2])]]
    return cv2.imencode(suffix, values)[1].tobytes()


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
@pytest.mark.parametrize("suffix", [".png", ".tiff", ".pgm"])
def test_grey_is_scaled_by_its_real_range(file_of, bits, suffix):
    grey = load_picture(file_of(as_file(deep(bits)[..., 0], suffix)))
    assert np.abs(grey[..., 0].astype(int) - smooth()[..., 0]).max() <= 1


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("suffix", [".png", ".tiff", ".ppm"])
def test_colours_are_scaled_by_their_real_range(file_of, bits, suffix):
    colours = load_picture(file_of(as_file(deep(bits), suffix)))
    assert np.abs(colours.astype(int) - smooth()).max() <= 1


@pytest.mark.parametrize("opaque", [4095, 65535])
def test_transparency_has_a_range_of_its_own(file_of, opaque):
    rgba = np.dstack([deep(12), np.full((80, 96), opaque, np.uint16)])
    colours = load_picture(file_of(as_file(rgba, ".png")))
    assert np.abs(colours.astype(int) - smooth()).max() <= 1


@pytest.mark.parametrize(("stated", "brightness"), [(None, 1), (b"\x0c", 4)])
def test_a_dark_picture_stays_dark_where_the_file_states_its_range(file_of, stated, brightness):
    content = as_file(deep(10)[..., 0], ".png")
    if stated:
        content = stating_bits(content, stated)
    grey = load_picture(file_of(content))[..., 0]
    assert np.abs(grey.astype(int) - smooth()[..., 0] // brightness).max() <= 1


def test_a_tiff_states_its_range_by_its_largest_value(file_of, tmp_path):
    path = tmp_path / "dark.tif"
    PIL.Image.fromarray(deep(10)[..., 0]).save(path, tiffinfo={281: 4095})
    assert np.abs(load_picture(path)[..., 0].astype(int) - smooth()[..., 0] // 4).max() <= 1


def test_a_pgm_states_its_range_in_its_header(file_of):
    values = deep(10)[..., 0].astype(">u2").tobytes()
    grey = load_picture(file_of(b"P5 96 80 4095\n" + values))[..., 0]
    assert np.abs(grey.astype(int) - smooth()[..., 0] // 4).max() <= 1


@pytest.mark.parametrize("stated", [b"\x0a", b"\x00", b"\xff", b""])
def test_a_statement_that_cannot_be_true_is_not_believed(file_of, stated):
    content = stating_bits(as_file(deep(12)[..., 0], ".png"), stated)
    assert np.abs(load_picture(file_of(content))[..., 0].astype(int) - smooth()[..., 0]).max() <= 1


def test_values_that_fill_all_sixteen_bits_are_what_png_says_of_twelve(file_of):
    content = stating_bits(as_file(deep(16)[..., 0], ".png"), b"\x0c")
    assert np.abs(load_picture(file_of(content))[..., 0].astype(int) - smooth()[..., 0]).max() <= 1


def test_black_is_black(file_of):
    assert load_picture(file_of(as_file(np.zeros((8, 8), np.uint16), ".png"))).max() == 0
