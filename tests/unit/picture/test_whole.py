"""A file that breaks off is used if it has all its pixels, and refused if it has not."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from facecam.errors import PictureError
from facecam.picture import load_picture

from .conftest import encoded, smooth

JPEGS: dict[str, dict[str, object]] = {
    "baseline": {},
    "progressive": {"progressive": True},
    "fine": {"quality": 95, "subsampling": 0},
    "with restarts": {"restart_marker_rows": 1},
}
END = b"\xff\xd9"


@pytest.fixture(params=JPEGS)
def jpeg(request):
    return encoded("JPEG", None, **JPEGS[request.param])


@pytest.mark.parametrize("lost", [1, 2])
@pytest.mark.parametrize("form", ["JPEG", "JPEG2000", "GIF", "PNG"])
def test_without_its_end_marker_every_pixel_is_there(file_of, form, lost):
    content = encoded(form)
    whole = load_picture(file_of(content))
    assert np.array_equal(load_picture(file_of(content[:-lost])), whole)


def test_every_kind_of_jpeg_is_used_without_its_end_marker(file_of, jpeg):
    assert np.array_equal(load_picture(file_of(jpeg[:-2])), load_picture(file_of(jpeg)))


@pytest.mark.parametrize(
    ("form", "width", "lost"), [("BMP", 97, 1), ("HEIF", 96, 0), ("TGA", 96, 26), ("QOI", 96, 8)]
)
def test_padding_and_trailers_may_be_missing(file_of, form, width, lost):
    content = encoded(form, smooth(width))
    whole = load_picture(file_of(content))
    assert np.array_equal(load_picture(file_of(content[: len(content) - lost])), whole)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.97])
def test_a_jpeg_that_lacks_rows_is_refused(file_of, jpeg, share):
    with pytest.raises(PictureError, match="damaged or incomplete"):
        load_picture(file_of(jpeg[: int(len(jpeg) * share)]))


@pytest.mark.parametrize("kind", ["baseline", "fine", "with restarts"])
@pytest.mark.parametrize("filled", [END, END + END, bytes(3000)])
def test_rows_made_up_by_the_reader_are_no_pixels(file_of, kind, filled):
    content = encoded("JPEG", None, **JPEGS[kind])
    with pytest.raises(PictureError, match="damaged or incomplete"):
        load_picture(file_of(content[: len(content) * 2 // 3] + filled))


def test_rows_that_a_jpeg_with_restarts_only_announces_are_no_pixels(file_of):
    content = encoded("JPEG", None, **JPEGS["with restarts"])
    higher = content.replace(struct.pack(">HH", 80, 96), struct.pack(">HH", 160, 96))
    with pytest.raises(PictureError, match="damaged or incomplete"):
        load_picture(file_of(higher))


@pytest.mark.parametrize("tail", [bytes(4000), b"motion photo" * 99, END, b"\xff" * 9])
def test_what_follows_a_jpeg_does_not_matter(file_of, jpeg, tail):
    assert np.array_equal(load_picture(file_of(jpeg + tail)), load_picture(file_of(jpeg)))


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("flat_rows", [20, 80])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"progressive": True}])
@pytest.mark.parametrize("shade", [0, 9, 128, 255])
def test_a_jpeg_with_a_flat_edge_is_whole(file_of, lost, flat_rows, options, shade):
    image = smooth()
    image[-flat_rows:] = shade
    content = encoded("JPEG", image, **options)
    assert abs(int(load_picture(file_of(content[: len(content) - lost]))[-1, -1, 1]) - shade) < 3


def test_a_thumbnails_end_is_not_the_pictures(file_of):
    exif = b"Exif\0\0" + encoded("JPEG", smooth(16, 16))
    content = encoded("JPEG", exif=exif)
    assert np.array_equal(load_picture(file_of(content[:-2])), load_picture(file_of(content)))
    with pytest.raises(PictureError, match="damaged or incomplete"):
        load_picture(file_of(content[:-400]))
