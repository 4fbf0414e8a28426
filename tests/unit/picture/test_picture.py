"""Any picture becomes RGB uint8, or a PictureError says why not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from facecam.errors import PictureError
from facecam.picture import (
    MOST_PIXELS,
    MOST_SIDE_PX,
    as_rgb,
    is_too_large,
    load_picture,
    save_picture,
)

RED = (200, 30, 40)


def red(height: int = 4, width: int = 6) -> np.ndarray:
    return np.full((height, width, 3), RED, np.uint8)


sides = st.integers(1, 12)
picture_shapes = st.one_of(
    st.tuples(sides, sides), st.tuples(sides, sides, st.sampled_from([1, 3, 4]))
)
picture_dtypes = st.sampled_from([np.dtype(kind) for kind in ("u1", ">u2", "<u2", "?")])
fractions = st.sampled_from([np.dtype(kind) for kind in ("f2", "f4", "f8")]).flatmap(
    lambda dtype: hnp.arrays(dtype, picture_shapes, elements={"min_value": 0, "max_value": 1})
)
pictures = st.one_of(
    picture_dtypes.flatmap(lambda dtype: hnp.arrays(dtype, picture_shapes)), fractions
)


@given(pictures)
def test_every_kind_of_picture_becomes_rgb_of_the_same_size(array: np.ndarray) -> None:
    before = array.copy()
    rgb = as_rgb(array)
    assert rgb.shape == (*array.shape[:2], 3)
    assert rgb.dtype == np.uint8
    assert rgb.flags.c_contiguous
    assert np.array_equal(array, before)


@given(pictures)
def test_layout_in_memory_makes_no_difference(array: np.ndarray) -> None:
    assert np.array_equal(as_rgb(array[::-1, ::-1]), as_rgb(array)[::-1, ::-1])
    assert np.array_equal(as_rgb(np.asfortranarray(array)), as_rgb(array))


@given(hnp.arrays(np.uint8, st.tuples(sides, sides, st.just(3))))
def test_what_is_rgb_already_is_not_copied(array: np.ndarray) -> None:
    assert as_rgb(array) is array


@given(
    hnp.arrays(
        st.sampled_from([np.dtype(k) for k in ("u1", "i4", "i8", "f4", "c8", "U3", "M8[s]")]),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
    )
)
def test_any_other_array_is_refused_as_a_picture_and_nothing_else_goes_wrong(
    array: np.ndarray,
) -> None:
    try:
        rgb = as_rgb(array)
    except PictureError as error:
        assert str(error).startswith("A picture")
    else:
        assert rgb.shape == (*array.shape[:2], 3)


@pytest.mark.parametrize(
    ("dtype", "black", "middle", "white"),
    [
        (np.uint8, 0, 128, 255),
        (np.uint16, 0, 128 * 257, 65535),
        (">u2", 0, 128 * 257, 65535),
        (np.float32, 0.0, 128 / 255, 1.0),
    ],
)
def test_black_and_white_stay_so_at_every_depth(
    dtype: str, black: float, middle: float, white: float
) -> None:
    rgb = as_rgb(np.array([[black, middle, white]], dtype))
    assert rgb[0].tolist() == [[0, 0, 0], [128, 128, 128], [255, 255, 255]]


def test_a_mask_becomes_black_and_white() -> None:
    assert as_rgb(np.array([[True, False]]))[0, :, 0].tolist() == [255, 0]


def test_transparent_parts_become_white() -> None:
    rgba = np.array([[[*RED, 255], [*RED, 0], [0, 0, 0, 128]]], np.uint8)
    assert as_rgb(rgba)[0].tolist() == [list(RED), [255, 255, 255], [127, 127, 127]]


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.zeros((2, 2, 2), np.uint8), r"not \(2, 2, 2\)"),
        (np.zeros((0, 5, 3), np.uint8), "has none"),
        (np.zeros((2, 2), np.int64), "int64"),
        (np.full((2, 2), 255.0), "from 0 to 1"),
        (np.full((2, 2), np.nan), "from 0 to 1"),
        ([[1, 2], [3, 4]], "numpy array, not list"),
        (None, "numpy array, not NoneType"),
    ],
)
def test_the_reason_for_a_refusal_names_what_was_given(array: np.ndarray, sentence: str) -> None:
    with pytest.raises(PictureError, match=sentence):
        as_rgb(array)


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif", ".PNG", ".webp", ".jpg"])
def test_a_saved_picture_is_read_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    save_picture(red(), path)
    lossless = suffix not in (".jpg", ".webp")
    assert np.allclose(load_picture(path), red(), atol=0 if lossless else 6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_mode_of_file_is_read(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "picture.tif"
    white = PIL.Image.new("RGB", (6, 4), "white")
    if mode == "I;16":
        white = PIL.Image.fromarray(np.full((4, 6), 65535, np.uint16))
    (white if white.mode == mode else white.convert(mode)).save(path)
    assert np.array_equal(load_picture(path), np.full((4, 6, 3), 255, np.uint8))


def test_sixteen_bits_are_scaled_not_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    PIL.Image.fromarray(np.array([[0, 128 * 257, 65535]], np.uint16)).save(path)
    assert load_picture(path)[0, :, 0].tolist() == [0, 128, 255]


def test_a_palettes_transparent_colour_becomes_white(tmp_path: Path) -> None:
    path = tmp_path / "picture.gif"
    picture = PIL.Image.new("P", (2, 1), 0)
    picture.putpalette([*RED, 0, 0, 0])
    picture.putpixel((1, 0), 1)
    picture.save(path, transparency=0)
    assert load_picture(path)[0].tolist() == [[255, 255, 255], [0, 0, 0]]


def test_values_without_a_known_white_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "depths.tif"
    PIL.Image.fromarray(np.full((4, 6), 70000, np.int32)).save(path)
    with pytest.raises(PictureError, match=r"depths\.tif cannot be used: .*int32"):
        load_picture(path)


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    path = tmp_path / "turned.png"
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[0, 0] = RED
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right
    PIL.Image.fromarray(pixels).save(path, exif=exif)
    upright = load_picture(path)
    assert upright.shape == (3, 2, 3)
    assert tuple(upright[0, 1]) == RED


def test_of_an_animation_the_first_picture_counts(tmp_path: Path) -> None:
    path = tmp_path / "moving.webp"
    frames = [PIL.Image.new("RGB", (6, 4), colour) for colour in ("white", "black")]
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
    assert load_picture(path).min() == 255


@pytest.mark.parametrize("size", [(1, 1), (8192, 3), (7680, 4320)])
def test_size_alone_is_no_obstacle(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "picture.png"
    PIL.Image.new("RGB", size, RED).save(path, compress_level=1)
    picture = load_picture(path)
    assert picture.shape == (size[1], size[0], 3)
    assert tuple(picture[-1, -1]) == RED


@pytest.mark.parametrize("size", [(9_500, 9_500), (14_000, 14_000), (1, 70_000), (70_000, 1)])
def test_a_picture_made_to_fill_the_memory_is_refused(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "bomb.png"
    PIL.Image.new("1", size).save(path)
    with pytest.raises(PictureError, match=r"bomb\.png is too large"):
        load_picture(path)


def test_a_picture_has_a_limit_of_pixels_and_of_its_sides() -> None:
    assert PIL.Image.MAX_IMAGE_PIXELS == MOST_PIXELS
    assert not is_too_large(MOST_PIXELS // MOST_SIDE_PX, MOST_SIDE_PX)
    assert is_too_large(MOST_PIXELS // MOST_SIDE_PX + 1, MOST_SIDE_PX)
    assert is_too_large(1, MOST_SIDE_PX + 1)
    assert is_too_large(MOST_SIDE_PX + 1, 1)


def test_what_is_not_there_or_no_picture_is_named(tmp_path: Path) -> None:
    text = tmp_path / "notes.jpg"
    text.write_text("Dear diary")
    with pytest.raises(PictureError, match=r"notes\.jpg is not a picture"):
        load_picture(text)
    with pytest.raises(PictureError, match=r"gone\.jpg does not exist"):
        load_picture(tmp_path / "gone.jpg")
    with pytest.raises(PictureError, match="is a folder"):
        load_picture(tmp_path)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".gif", ".bmp", ".webp", ".tif"])
def test_a_truncated_picture_is_refused_wherever_it_was_cut(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cut{suffix}"
    noise = np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    save_picture(noise, path)
    whole = path.read_bytes()
    for tenth in range(10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(PictureError, match="cut"):
            load_picture(path)


@pytest.mark.parametrize("name", ["picture.xyz", "picture"])
def test_an_unknown_suffix_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureError, match=r"\.png or \.jpg"):
        save_picture(red(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_place_to_save(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="No such file or directory"):
        save_picture(red(), tmp_path / "gone" / "picture.png")
    assert list(tmp_path.iterdir()) == []


def test_what_is_saved_is_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"readable by all")
    path.chmod(0o644)
    save_picture(red(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    save_picture(red(), path)
    before = path.read_bytes()
    with pytest.raises(PictureError, match="cannot be written"):
        save_picture(np.zeros((1, 70_000, 3), np.uint8), path)
    assert path.read_bytes() == before


def test_a_device_or_a_folder_is_no_place_to_save(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    for name in ("folder.png", "pipe.png"):
        with pytest.raises(PictureError, match="it is not a file"):
            save_picture(red(), tmp_path / name)


def test_what_a_format_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="cannot be written"):
        save_picture(np.zeros((1, 70_000, 3), np.uint8), tmp_path / "wide.jpg")
