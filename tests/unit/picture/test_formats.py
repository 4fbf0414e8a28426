"""What a file is, is read from its first bytes; one list says what is read."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.errors import PictureError
from facecam.picture import load_picture
from facecam.picture.formats import FORMATS, START_BYTES, SUFFIXES, format_of

from .conftest import encoded, smooth

WRITTEN = [
    *("JPEG", "PNG", "AVIF", "HEIF", "WEBP", "GIF", "TIFF", "BMP", "JPEG2000"),
    *("PPM", "QOI", "PCX", "SGI", "TGA"),
]


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("name", ["picture", "picture.jpg", "picture.png", "picture.txt"])
def test_content_says_what_a_file_is_whatever_its_name(file_of, form, name):
    loaded = load_picture(file_of(encoded(form), name))
    difference = np.abs(loaded.astype(int) - smooth()).mean()
    assert difference < (20 if form == "GIF" else 8)


def test_every_format_of_the_list_was_tried():
    assert {format_of(encoded(form)[:START_BYTES]) for form in WRITTEN} == set(FORMATS)


def test_what_people_have_is_on_the_list():
    common = "jpg jpeg jfif png gif webp avif heic heif tif tiff bmp jp2 ppm pgm"
    assert {f".{suffix}" for suffix in common.split()} <= SUFFIXES


def test_of_two_brands_that_look_alike_the_right_reader_is_found(file_of):
    vague = encoded("HEIF").replace(b"ftypheic", b"ftypmif1", 1)
    assert load_picture(file_of(vague)).shape == (80, 96, 3)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"Dear diary, today I saw",
        b"P1 minutes of the meeting",
        b"BMW owners' club, list of members",
        b"Python notes: P6 is a format",
        b"\0" * START_BYTES,
        b"%!PS-Adobe-3.0 EPSF-3.0 would start another program",
        b"8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\1\0\0\0\1\0\x08\0\3",
        b"\x1a\x45\xdf\xa3matroska............................",
        b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41....",
        b"\0\0\1\xba\x44\0\4\0\4\1\x89\xc3\xf8.................",
    ],
)
def test_text_programs_and_clips_are_no_pictures(file_of, start):
    assert format_of(start[:START_BYTES]) is None
    if start:
        with pytest.raises(PictureError, match="is not a picture"):
            load_picture(file_of(start, "name.jpg"))


def test_a_raw_file_of_a_camera_is_not_taken_for_its_thumbnail(file_of):
    preview = encoded("TIFF", tiffinfo={254: 1})
    with pytest.raises(PictureError, match="raw file: export it as a JPEG"):
        load_picture(file_of(preview, "DSC_0001.NEF"))


def test_no_format_waits_for_another_program():
    readers = {reader for form in FORMATS for reader in form.readers}
    assert not readers & {"EPS", "WMF", "IPTC", "PCD", "MPEG"}
    assert readers <= {*PIL.Image.OPEN, "HEIF"}


ORIGINALS = {form: encoded(form, smooth(24, 20)) for form in WRITTEN}


@given(st.sampled_from(WRITTEN), st.data())
def test_damaged_bytes_never_do_worse_than_an_error(tmp_path_factory, form, data):
    content = bytearray(ORIGINALS[form])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        assert load_picture(path).dtype == np.uint8
    except PictureError as error:
        assert str(path) in str(error)
